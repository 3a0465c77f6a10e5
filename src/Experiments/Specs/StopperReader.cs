using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>early_terminate</c>.</summary>
internal sealed class StopperReader(SpecErrors errors)
{
    private static readonly string[] Types = ["hyperband", "median", "asha", "bohb", "pbt", "plateau"];

    private static readonly Dictionary<string, string> WaysOut = new()
    {
        ["envelope"] = "'envelope' is not available in this version: use 'hyperband' or 'median'",
        ["none"] = "to let every trial run to its end remove 'early_terminate'",
    };

    /// <summary>What the rules compare by, and what they choose from.</summary>
    /// <param name="Metric">What trials are compared by; empty = none.</param>
    /// <param name="Maximize">True when more of it is better.</param>
    /// <param name="KeepsCheckpoints">True when trials of the experiment go on from checkpoints.</param>
    /// <param name="Space">The space of the sweep; null = the file's has errors.</param>
    /// <param name="Seed">Seed of the sweep.</param>
    /// <param name="Sampler">What <c>method</c> says; null = the file has errors.</param>
    /// <param name="MaxTrials">What <c>run_cap</c> says; null = nothing.</param>
    /// <param name="Replicates">What <c>replicates</c> says.</param>
    /// <param name="Changeable">Parameters that may change while a trial trains; null = all but <c>epochs</c>.</param>
    internal sealed record Given(
        string Metric, bool Maximize, bool KeepsCheckpoints, SearchSpace? Space, long Seed, ISampler? Sampler, int? MaxTrials,
        int Replicates, IReadOnlyList<string>? Changeable);

    public Func<IStopper> Read(KeyReader root, Given given)
    {
        // Written out, null says that there is none.
        if (root.Node("early_terminate") is YamlScalar { Value: null, Text.Length: > 0 }) return () => new NoStopper();
        if (root.Section("early_terminate", "the key 'type'") is not { } keys) return () => new NoStopper();
        if (given.Metric.Length == 0 && root.Node("metric") is null && root.Node("metrics") is null)
            errors.Add(root.At("early_terminate"),
                "'early_terminate' compares trials by their metric, and the file names none: add 'metric: {name: loss, goal: minimize}'");
        var type = keys.Word("type", Types, WaysOut);
        if (type is null && keys.Node("type") is null)
            errors.Add(keys.Map.At, $"'early_terminate' needs the key 'type': {KeyReader.Either(Types)}");
        return type switch
        {
            "hyperband" => Hyperband(keys, given.Maximize),
            "median" => Median(keys, given.Maximize),
            "asha" => new HalvingReader(keys, errors).Asha(given),
            "bohb" => new HalvingReader(keys, errors).Bohb(given),
            "pbt" => new PopulationReader(keys, errors).Read(given),
            "plateau" => Plateau(keys, given.Maximize),
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
        var fromMax = keys.Node("max_iter") is not null && keys.Node("s") is not null;
        TellUnused(keys, fromMax);
        if (keys.Node("min_iter") is null && !fromMax)
            errors.Add(keys.Map.At, "'early_terminate' of type 'hyperband' needs 'min_iter', or 'max_iter' and 's'");
        else if (fromMax && maxIter / eta < 1)
            errors.Add(keys.At("max_iter"),
                $"'early_terminate' stops nobody: max_iter {maxIter} divided by eta {eta:0.###} is less than one epoch");
        return () => fromMax ? HyperbandStopper.FromMaxIter(maxIter!.Value, s!.Value, eta, strict, maximize)
            : HyperbandStopper.FromMinIter(minIter!.Value, eta, strict, maximize);
    }

    /// <summary>Where parts of both forms are given, W&amp;B takes <c>max_iter</c> with <c>s</c>, and <c>min_iter</c> otherwise.</summary>
    private void TellUnused(KeyReader keys, bool fromMax)
    {
        if (keys.Node("min_iter") is null) return;
        var unused = fromMax ? "min_iter" : keys.Node("max_iter") is not null ? "max_iter" : keys.Node("s") is not null ? "s" : null;
        if (unused is null) return;
        errors.Notice(keys.At(unused), fromMax ? "'min_iter' has no effect beside 'max_iter' with 's', as in Weights & Biases"
            : $"'{unused}' has no effect beside 'min_iter': 'max_iter' and 's' belong together");
    }

    private static Func<IStopper> Median(KeyReader keys, bool maximize)
    {
        keys.RefuseOthers(["type", "n_startup_trials", "n_warmup"], "'early_terminate'");
        var startup = (int?)keys.Whole("n_startup_trials", 1, int.MaxValue) ?? 5;
        var warmup = (int?)keys.Whole("n_warmup", 0, int.MaxValue) ?? 0;
        return () => new MedianStopper(startup, warmup, maximize);
    }

    private static Func<IStopper> Plateau(KeyReader keys, bool maximize)
    {
        keys.RefuseOthers(["type", "patience", "min_delta"], "'early_terminate'");
        var patience = (int?)keys.Whole("patience", 1, int.MaxValue) ?? 5;
        var minDelta = keys.Number("min_delta", value => value >= 0, "a number of at least 0") ?? 0;
        return () => new PlateauStopper(patience, minDelta, maximize);
    }
}
