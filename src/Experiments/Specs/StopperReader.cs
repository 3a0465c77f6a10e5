using Sweep.Search.Stoppers;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>early_terminate</c>.</summary>
internal sealed class StopperReader(SpecErrors errors)
{
    private static readonly string[] Types = ["hyperband", "median"];

    private static readonly Dictionary<string, string> WaysOut = new()
    {
        ["envelope"] = "'envelope' is not available in this version: use 'hyperband' or 'median'",
        ["asha"] = "'asha' is not available in this version: use 'hyperband' or 'median'",
        ["none"] = "to let every trial run to its end remove 'early_terminate'",
    };

    public Func<IStopper> Read(KeyReader root, bool maximize)
    {
        if (root.Section("early_terminate", "the key 'type'") is not { } keys) return () => new NoStopper();
        var type = keys.Word("type", Types, WaysOut);
        if (type is null && keys.Node("type") is null)
            errors.Add(keys.Map.At, "'early_terminate' needs the key 'type': 'hyperband' or 'median'");
        return type switch
        {
            "hyperband" => Hyperband(keys, maximize),
            "median" => Median(keys, maximize),
            _ => () => new NoStopper(),
        };
    }

    private Func<IStopper> Hyperband(KeyReader keys, bool maximize)
    {
        keys.RefuseOthers(["type", "min_iter", "max_iter", "s", "eta", "strict"], "'early_terminate'");
        var minIter = (int?)keys.Whole("min_iter", 1, int.MaxValue);
        var maxIter = (int?)keys.Whole("max_iter", 1, int.MaxValue);
        var s = (int?)keys.Whole("s", 1, 100);
        var eta = keys.Number("eta", value => value > 1 && double.IsFinite(value), "a number above 1") ?? 3;
        var strict = keys.Flag("strict") ?? true;
        if (keys.Node("min_iter") is not null && (keys.Node("max_iter") ?? keys.Node("s")) is not null)
        {
            errors.Add(keys.At("min_iter"), "'early_terminate' has both 'min_iter' and 'max_iter' with 's': keep one of the two forms");
        }
        else if (keys.Node("min_iter") is null && (keys.Node("max_iter") is null || keys.Node("s") is null))
        {
            errors.Add(keys.Map.At, "'early_terminate' of type 'hyperband' needs 'min_iter', or 'max_iter' and 's'");
        }
        else if (maxIter / eta < 1)
        {
            errors.Add(keys.At("max_iter"),
                $"'early_terminate' stops nobody: max_iter {maxIter} divided by eta {eta:0.###} is less than one epoch");
        }

        return () => minIter is { } first ? HyperbandStopper.FromMinIter(first, eta, strict, maximize)
            : HyperbandStopper.FromMaxIter(maxIter!.Value, s!.Value, eta, strict, maximize);
    }

    private static Func<IStopper> Median(KeyReader keys, bool maximize)
    {
        keys.RefuseOthers(["type", "n_startup_trials", "n_warmup"], "'early_terminate'");
        var startup = (int?)keys.Whole("n_startup_trials", 1, int.MaxValue) ?? 5;
        var warmup = (int?)keys.Whole("n_warmup", 0, int.MaxValue) ?? 0;
        return () => new MedianStopper(startup, warmup, maximize);
    }
}
