using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Tests;

/// <summary>Short forms of the records that ledger tests write.</summary>
internal static class Given
{
    public static NewSweep Sweep(
        string name = "cells", bool maximize = false, string yaml = "name: cells\nmethod: grid\n", MetricSummary summary = default) => new()
        {
            Name = name,
            Yaml = yaml,
            BaseFolder = "/sweeps",
            Description = "Which cell?",
            Experiment = "language-model",
            Metric = "val_perplexity",
            Maximize = maximize,
            Summary = summary,
            Replicates = 2,
        };

    public static PlannedTrial Trial(
        int number, string config = """{"cell":"gru"}""", int replicate = 0, string costKey = "gru-256", double? floor = null) => new()
        {
            Number = number,
            Config = config,
            Replicate = replicate,
            Seed = 1000 + replicate,
            Epochs = 3,
            Corpus = CorpusFacts.Of("090b5e7e", floor),
            CostKey = costKey,
        };

    public static TrialRef Ref(int trial, int attempt, string sweep = "cells") => new(sweep, trial, attempt);

    /// <summary>What makes an attempt tells of itself.</summary>
    public static AttemptDescribed Described(int trial, MadeBy maker, int attempt = 1, string sweep = "cells") =>
        new(new TrialRef(sweep, trial, attempt), maker);

    public static AttemptStarted Started(int trial, int attempt = 1, string sweep = "cells") =>
        new(Ref(trial, attempt, sweep), "node/cpu/0");

    public static EpochReported Reported(
        int trial, int epoch, double metric, int attempt = 1, double seconds = 1, string sweep = "cells") =>
        new(Ref(trial, attempt, sweep), Report(epoch, metric, seconds));

    public static TrialReport Report(int epoch, double metric, double seconds = 1) =>
        new() { Epoch = epoch, Metrics = new Dictionary<string, double> { ["val_perplexity"] = metric }, Seconds = seconds };

    public static AttemptFinished Finished(
        int trial, TrialStatus next = TrialStatus.Completed, int attempt = 1, AttemptOutcome outcome = AttemptOutcome.Completed,
        string? reason = null, string sweep = "cells") =>
        new(Ref(trial, attempt, sweep), new TrialEnded { Outcome = outcome, Reason = reason }, next);

    public static PlannedTrialCancelled Cancelled(int trial) => new(Ref(trial, 0), "cancelled by the user");

    /// <summary>A decision that adds a trial.</summary>
    public static DecisionMade Added(long number, PlannedTrial trial, string sweep = "cells") =>
        new(Ref(trial.Number, 0, sweep), new Decision { Number = number, Seen = 0, Kind = DecisionKind.Start, Trial = trial.Number })
        {
            Added = trial,
        };

    /// <summary>Adds trials to a sweep, by the next decisions of its log.</summary>
    public static async Task AddTrials(this ILedger ledger, string sweep, long coordinator, IReadOnlyList<PlannedTrial> trials)
    {
        var logged = (await ledger.ListDecisions(sweep)).Count;
        await ledger.Apply(sweep, coordinator, [.. trials.Select((trial, place) => Added(logged + place + 1, trial, sweep))]);
    }
}
