using Sweep.Contracts;

namespace Sweep.Experiments.Specs;

/// <summary>What a plan amounts to, for <c>sweep plan</c> and the first lines of <c>sweep run</c>.</summary>
public sealed record PlanSummary
{
    /// <summary>Distinct configurations.</summary>
    public required int Configurations { get; init; }

    /// <summary>Seeds per configuration.</summary>
    public required int Replicates { get; init; }

    /// <summary>Trials.</summary>
    public required int Trials { get; init; }

    /// <summary>Epochs of all trials if nobody is stopped; 0 = nobody knows (programs).</summary>
    public required long Epochs { get; init; }

    /// <summary>Training tokens of all trials if nobody is stopped; 0 when the experiment counts none.</summary>
    public required long Tokens { get; init; }

    /// <summary>Names of the parameters that differ between configurations, in file order.</summary>
    public required IReadOnlyList<string> Varied { get; init; }

    /// <summary>Corpora with their floors, each once, in the order of the trials.</summary>
    public required IReadOnlyList<(string Corpus, double? FloorPerplexity)> Corpora { get; init; }

    /// <summary>Time until the last trial ends if nobody is stopped or fails; null when a speed is not known yet.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Cost keys of the plan for which no speed is recorded.</summary>
    public required IReadOnlyList<string> UnknownSpeeds { get; init; }

    /// <summary>What its trials take of a device; null = nobody asked.</summary>
    public PlanMemory? Memory { get; init; }

    /// <summary>Where its early-stopping rule compares trials; null = nowhere, or nobody asked.</summary>
    public PlanRungs? Rungs { get; init; }

    /// <summary>Sums up a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="epochSeconds">Recorded seconds per epoch by cost key.</param>
    /// <param name="slots">Trials that run at a time, at least 1.</param>
    public static PlanSummary Of(SweepPlan plan, IReadOnlyDictionary<CostKey, double> epochSeconds, int slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slots, 1);
        var unknown = plan.Trials.Where(trial => trial.Epochs == 0 || !epochSeconds.ContainsKey(trial.CostKey))
            .Select(trial => trial.CostKey).Distinct().ToList();
        var configs = plan.Trials.Select(trial => trial.Config).Distinct().ToList();
        return new()
        {
            Configurations = configs.Count,
            Replicates = plan.Sweep.Replicates,
            Trials = plan.Trials.Count,
            Epochs = plan.Trials.Sum(trial => (long)trial.Epochs),
            Tokens = Whole(plan.Work.Sum(work => (double)work.Epochs * work.TokensPerEpoch)),
            Varied = [.. configs.SelectMany(config => config.Names).Distinct().Where(name => Differs(configs, name))],
            Corpora = [.. plan.Work.Where(work => work.Corpus is not null).Select(work => (work.Corpus!, work.Facts?.FloorPerplexity))
                .Distinct()],
            UnknownSpeeds = [.. unknown.Select(key => key.Text)],
            Time = unknown.Count > 0 ? null
                : Durations.FromSeconds(Makespan(plan.Trials.Select(trial => trial.Epochs * epochSeconds[trial.CostKey]), slots)),
        };
    }

    private static bool Differs(IReadOnlyList<TrialConfig> configs, string name) =>
        configs.Select(config => (config.Has(name), config[name]?.ToJsonString())).Distinct().Take(2).Count() > 1;

    // A file may ask for more than a number can hold.
    private static long Whole(double count) => count < long.MaxValue ? (long)count : long.MaxValue;

    // Each trial in turn goes to the slot that is free first, as the schedule does.
    private static double Makespan(IEnumerable<double> seconds, int slots)
    {
        var free = new PriorityQueue<int, double>(Enumerable.Range(0, slots).Select(slot => (slot, 0.0)));
        var end = 0.0;
        foreach (var duration in seconds)
        {
            free.TryDequeue(out var slot, out var start);
            free.Enqueue(slot, start + duration);
            end = Math.Max(end, start + duration);
        }

        return end;
    }
}

/// <summary>Where an early-stopping rule compares the trials of a plan, and what that is expected to cost.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Eta">At each rung the best 1/eta go on.</param>
/// <param name="Brackets">Epochs at which trials are compared, ascending, by bracket; none after the longest trial's last but one.</param>
/// <param name="ExpectedEpochs">Epochs of all trials if exactly the best 1/eta go on at each rung; 0 = nobody knows (programs). A rule that
/// does not wait for all trials of a rung lets more go on, the more the better later trials are than earlier ones.</param>
public sealed record PlanRungs(string Rule, double Eta, IReadOnlyList<IReadOnlyList<int>> Brackets, long ExpectedEpochs)
{
    /// <summary>The rungs of a plan; null when its rule has none.</summary>
    public static PlanRungs? Of(SweepSpec spec, SweepPlan plan)
    {
        if (spec.NewStopper() is not { Ladders: { } ladders } rule) return null;
        var longest = plan.Trials.Select(trial => trial.Epochs).DefaultIfEmpty().Max();
        var brackets = ladders.Brackets.Select((rungs, bracket) => (IReadOnlyList<int>)[.. rungs
            .Where((epoch, place) => ladders.Compares(bracket, place) && (longest == 0 || epoch < longest))]);
        var expected = plan.Trials.Sum(trial => ladders.ExpectedEpochs(trial.Number, trial.Epochs));
        return new(rule.Name, ladders.Eta, [.. brackets], (long)Math.Round(expected));
    }
}
