using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Halving;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>early_terminate</c> of the types <c>asha</c> and <c>bohb</c>.</summary>
internal sealed class HalvingReader(KeyReader keys, SpecErrors errors)
{
    private static readonly string[] Models = ["tpe", "gp", "bayes"];
    private static readonly string[] Common = ["type", "min_iter", "max_iter", "eta", "brackets"];

    public Func<IStopper> Asha(StopperReader.Given given)
    {
        keys.RefuseOthers([.. Common, "form"], "'early_terminate'");
        var form = keys.Word("form", ["promote", "stop"]) ?? (given.KeepsCheckpoints ? "promote" : "stop");
        var rules = Rules(given);
        return () => form == "promote" ? new AshaPromotion(rules) : new AshaStopping(rules);
    }

    public Func<IStopper> Bohb(StopperReader.Given given)
    {
        keys.RefuseOthers(Common, "'early_terminate'");
        var rules = Rules(given) with { Name = "bohb", ChoosesByRung = true };
        var at = keys.Node("type")!.At;
        if (given.Sampler?.Name is { } method && !Models.Contains(method))
            errors.Add(at, $"'bohb' is for a method that learns: write method: {KeyReader.Either(Models)} (found method: {method}), or " +
                "type: asha");
        if (!given.KeepsCheckpoints)
            errors.Add(at, "'bohb' pauses trials and lets them go on from checkpoints, which a program may not have: use 'asha'");
        return () => new AshaPromotion(rules);
    }

    private AshaRules Rules(StopperReader.Given given)
    {
        var rules = new AshaRules(
            (int?)keys.Whole("min_iter", 1, int.MaxValue) ?? 1,
            keys.Number("eta", value => value > 1 && double.IsFinite(value), "a number above 1") ?? 3,
            (int?)keys.Whole("max_iter", 1, int.MaxValue),
            (int?)keys.Whole("brackets", 1, 100) ?? 1)
        { Maximize = given.Maximize };
        if (rules.Rungs.Count < 2)
            errors.Add(keys.At("max_iter"), $"'early_terminate' compares nobody: from min_iter {rules.MinIter} in steps of eta " +
                $"{rules.Eta:0.###} there is no rung before max_iter {rules.MaxIter}; write a larger one, or leave it out");
        else if (rules.Brackets > rules.Rungs.Count)
            errors.Add(keys.Node("brackets")!.At, $"'early_terminate.brackets' is at most {rules.Rungs.Count} here, one for each rung " +
                $"({string.Join(", ", rules.Rungs.Take(10))}), found {rules.Brackets}");
        return rules;
    }
}
