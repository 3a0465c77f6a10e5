using Sweep.Experiments.Specs;
using Sweep.Reports.Text;

namespace Sweep.Client.Results;

/// <summary>What a sweep is about to do, in a few lines.</summary>
public static class PlanText
{
    private const int Listed = 4;

    public static IEnumerable<string> Lines(SweepSpec spec, PlanSummary plan)
    {
        var description = spec.Description?.ReplaceLineEndings(" ").Trim() is { Length: > 0 } text ? $": {text}" : "";
        yield return $"sweep {spec.Name}{description}";
        yield return $"  {Size(spec, plan.Configurations, plan.Trials)}{Work(plan)}; {spec.Order}";
        // Who races and does not learn chooses in the order shown.
        if (spec.IsOpen && (!spec.Races || spec.Sampler.IsAdaptive || spec is { MaxTrials: null, Sampler.Count: null }))
        {
            var end = spec.MaxTrials is null ? ", until it is stopped: these stand for them" : "";
            yield return $"  {spec.Method} chooses configurations as the sweep goes{end}; figures here are those of random draws";
        }

        if (spec.Known.Count > 0)
        {
            var sweeps = string.Join(", ", spec.WarmStart.Select(source => $"'{source.Name}'"));
            yield return $"  knows {Numbers.Plural(spec.Known.Count, "configuration")} of {sweeps} before it begins";
        }

        if (spec.Enqueued.Count > 0)
        {
            yield return spec.Enqueued.Count == 1 ? "  the first configuration is that of 'enqueue'"
                : $"  the first {spec.Enqueued.Count:N0} configurations are those of 'enqueue'";
        }

        if (spec.Races)
        {
            yield return $"  seeds are raced: a configuration begins with one and earns the others, so that more are tried, or fewer " +
                "trials run";
        }

        if (plan.Varied.Count > 0) yield return $"  varied: {string.Join(", ", plan.Varied)}";
        if (spec.WorkFolder is { } folder) yield return $"  runs in {folder.Path} ({folder.Reason})";
        if (spec.WandbStandIn) yield return "  the module wandb is Sweep's stand-in: what is logged is reported here, and nothing is sent";
        foreach (var (corpus, floor) in plan.Corpora.Take(Listed))
        {
            yield return $"  corpus {corpus}: " + (floor is { } lowest
                ? $"no model that sees only the past can get below perplexity {Numbers.Metric(lowest)}"
                : "its lowest possible perplexity is not known");
        }
        if (plan.Corpora.Count > Listed) yield return $"  and {plan.Corpora.Count - Listed} more corpora";
        if (MemoryText.Line(plan.Memory) is { } memory) yield return memory;
        foreach (var line in RungText.Lines(plan)) yield return line;
        if (plan.Epochs > 0) yield return plan.Time is { } time
            ? $"  about {Numbers.Duration(time)} at the speeds recorded in the ledger{(plan.Rungs is null ? "" : ", if nobody is stopped")}"
            : "  the time it takes is not known yet: no speed is recorded for "
            + (plan.UnknownSpeeds.Count == 1 ? "its kind of trial" : $"{plan.UnknownSpeeds.Count} kinds of its trials");
    }

    /// <summary>How many configurations, seeds and trials.</summary>
    public static string Size(SweepSpec spec, int configurations, int trials)
    {
        var (configs, all) = (Numbers.Plural(configurations, "configuration"), Numbers.Plural(trials, "trial"));
        return spec.Races ? $"{(spec.MaxTrials is null ? "" : "at least ")}{configs} x up to {spec.Replicates} seeds, at most {all}"
            : $"{configs} x {Numbers.Plural(spec.Replicates, "seed")} = {all}";
    }

    private static string Work(PlanSummary plan) => (plan.Epochs > 0 ? $", {Numbers.Plural(plan.Epochs, "epoch")}" : "")
        + (plan.Tokens > 0 ? $", {Numbers.Count(plan.Tokens)} tokens" : "");
}
