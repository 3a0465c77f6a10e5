using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Reports.Text;

namespace Sweep.Client.Results;

/// <summary>What a sweep is about to do, in a few lines.</summary>
public static class PlanText
{
    private const int ListedCorpora = 4, ListedEpochs = 8;

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
        foreach (var (corpus, floor) in plan.Corpora.Take(ListedCorpora))
        {
            yield return $"  corpus {corpus}: " + (floor is { } lowest
                ? $"no model that sees only the past can get below perplexity {Numbers.Metric(lowest)}"
                : "its lowest possible perplexity is not known");
        }
        if (plan.Corpora.Count > ListedCorpora) yield return $"  and {plan.Corpora.Count - ListedCorpora} more corpora";
        if (Memory(plan.Memory) is { } memory) yield return memory;
        foreach (var line in Rungs(plan)) yield return line;
        if (plan.Epochs > 0) yield return plan.Time is { } time
            ? $"  about {Numbers.Duration(time)} at the speeds recorded in the ledger{(plan.Rungs is null ? "" : ", if nobody is stopped")}"
            : "  the time it takes is not known yet: no speed is recorded for "
            + (plan.UnknownSpeeds.Count == 1 ? "its kind of trial" : $"{plan.UnknownSpeeds.Count} kinds of its trials");
    }

    public static string Size(SweepSpec spec, int configurations, int trials)
    {
        var (configs, all) = (Numbers.Plural(configurations, "configuration"), Numbers.Plural(trials, "trial"));
        return spec.Races ? $"{(spec.MaxTrials is null ? "" : "at least ")}{configs} x up to {spec.Replicates} seeds, at most {all}"
            : $"{configs} x {Numbers.Plural(spec.Replicates, "seed")} = {all}";
    }

    private static string Work(PlanSummary plan) => (plan.Epochs > 0 ? $", {Numbers.Plural(plan.Epochs, "epoch")}" : "")
        + (plan.Tokens > 0 ? $", {Numbers.Count(plan.Tokens)} tokens" : "");

    /// <summary>What trials take of a device; null when nothing is known.</summary>
    private static string? Memory(PlanMemory? memory) => (memory, memory?.Smallest, memory?.Largest) switch
    {
        (null, _, _) or ({ Override: null }, _, null) => null,
        ({ Override: { } own }, _, null) => $"  memory: a trial asks for {Numbers.Bytes(own)} (resources.memory)",
        var (_, smallest, largest) => $"  memory: {Range(smallest!, largest!)} predicted on " +
            $"{(memory.Device == DeviceClass.Cuda ? "a GPU" : "the cpu")}; "
            + (memory.Override is { } own ? $"a trial asks for {Numbers.Bytes(own)} (resources.memory)"
                : $"a trial asks for {Asks(smallest!, largest!)}"),
    };

    private static string Range(TrialMemory smallest, TrialMemory largest) => smallest.Predicted == largest.Predicted
        ? Numbers.Bytes(smallest.Predicted)
        : $"{Numbers.Bytes(smallest.Predicted)} (trial {smallest.Trial.Number}) to {Numbers.Bytes(largest.Predicted)} (trial " +
            $"{largest.Trial.Number})";

    private static string Asks(TrialMemory smallest, TrialMemory largest) =>
        smallest.Ask == largest.Ask ? Numbers.Bytes(largest.Ask) : $"{Numbers.Bytes(smallest.Ask)} to {Numbers.Bytes(largest.Ask)}";

    /// <summary>Where trials are compared; nothing when the early-stopping rule has no rungs.</summary>
    private static IEnumerable<string> Rungs(PlanSummary plan)
    {
        if (plan.Rungs is not { } rungs) yield break;
        var brackets = rungs.Brackets.Select((epochs, bracket) => Epochs(rungs, epochs, bracket));
        yield return $"  {rungs.Rule} compares at {string.Join("; ", brackets)}";
        if (rungs.ExpectedEpochs == 0 || plan.Epochs == 0) yield break;
        var share = Numbers.Percent((double)rungs.ExpectedEpochs / plan.Epochs);
        yield return $"  about {rungs.ExpectedEpochs:N0} of {Numbers.Plural(plan.Epochs, "epoch")} ({share}) if exactly the best " +
            $"1/{rungs.Eta:0.##} go on each time; more do where later trials are better than earlier ones";
    }

    private static string Epochs(PlanRungs rungs, IReadOnlyList<int> epochs, int bracket)
    {
        var list = epochs.Count == 0 ? "no epoch"
            : $"{(epochs.Count == 1 ? "epoch" : "epochs")} {string.Join(", ", epochs.Take(ListedEpochs))}" +
                (epochs.Count > ListedEpochs ? ", ..." : "");
        return rungs.Brackets.Count == 1 ? list : $"{list} (bracket {bracket})";
    }
}
