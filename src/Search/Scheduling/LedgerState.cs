using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Strategies;

namespace Sweep.Search.Scheduling;

/// <summary>What the ledger holds of a sweep when a coordinator comes.</summary>
/// <param name="Trials">By number.</param>
public sealed record LedgerState(IReadOnlyList<TrialRow> Trials)
{
    /// <summary>By trial and attempt.</summary>
    public IReadOnlyList<AttemptRow> Attempts { get; init; } = [];

    /// <summary>By number; none where no decision depends on any.</summary>
    public IReadOnlyList<SweepEvent> Events { get; init; } = [];

    /// <summary>By number.</summary>
    public IReadOnlyList<Decision> Decisions { get; init; } = [];

    /// <summary>The metric of accepted epochs that no event tells of, because an older version accepted them; by trial and epoch.</summary>
    public IReadOnlyList<MetricRow> Untold { get; init; } = [];

    /// <summary>Numbers of the trials whose value breaks a constraint on outcomes; empty where nobody asks.</summary>
    public IReadOnlySet<int> Broken { get; init; } = new HashSet<int>();

    /// <summary>Configurations of <c>enqueue</c> that came by events which are left out of <see cref="Events"/>.</summary>
    private int EnqueuedLater { get; init; }

    /// <summary>The same without the events after the one of a number.</summary>
    public LedgerState Until(long number) => this with
    {
        Events = [.. Events.TakeWhile(happened => happened.Number <= number)],
        EnqueuedLater = EnqueuedLater + Enqueued(Events.SkipWhile(happened => happened.Number <= number)),
    };

    /// <summary>Folds all of it into a fresh strategy.</summary>
    /// <param name="strategy">Nothing was told to it yet.</param>
    /// <param name="asksSampler">True: every configuration is chosen again and compared; false: the log is believed, which is fast.</param>
    /// <returns>Each difference between the log and what the strategy decides, as a sentence.</returns>
    public IReadOnlyList<string> Fold(Strategy strategy, bool asksSampler)
    {
        var added = Decisions.Where(d => d.Kind is DecisionKind.Start or DecisionKind.Fork).Select(d => d.Trial).ToHashSet();
        var plans = Trials.ToDictionary(trial => trial.Number, trial => trial.Plan);
        foreach (var trial in Trials.Where(trial => !added.Contains(trial.Number))) strategy.Plan(trial.Number, trial.Plan.Config);
        strategy.EnqueueLater(EnqueuedLater + Enqueued(Events));
        // In a deterministic sweep their turn comes.
        if (strategy.Width is null) strategy.Recall(Untold);
        return new StrategyLog(strategy, number => plans[number]).Fold(Events, Decisions, asksSampler);
    }

    private static int Enqueued(IEnumerable<SweepEvent> events) =>
        events.Where(happened => happened.Kind == SweepEventKind.Enqueue).Sum(happened => happened.Epoch);

    /// <summary>The same with <see cref="Untold"/>, where some trial has more epochs than events tell of.</summary>
    /// <param name="listMetric">Reads the metric of all accepted epochs: by far the most rows of a sweep.</param>
    public async Task<LedgerState> WithUntold(Func<Task<IReadOnlyList<MetricRow>>> listMetric)
    {
        var told = Events.Where(happened => happened.Kind == SweepEventKind.Report)
            .Select(happened => (happened.Trial, happened.Epoch)).ToHashSet();
        var counts = told.CountBy(report => report.Trial).ToDictionary();
        if (Trials.All(trial => trial.EpochsDone <= counts.GetValueOrDefault(trial.Number))) return this;
        // Of a sweep that runs there may be newer rows by now.
        var done = Trials.ToDictionary(trial => trial.Number, trial => trial.EpochsDone);
        var untold = (await listMetric()).Where(row =>
            row.Epoch <= done.GetValueOrDefault(row.Trial) && !told.Contains((row.Trial, row.Epoch)));
        return this with { Untold = [.. untold] };
    }
}
