using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Trials;

namespace Sweep.Page.Answers;

internal sealed class TrialAnswer(OpenSweep sweep, TrialRow trial)
{
    public async Task<object> Make()
    {
        var results = await sweep.Ledger.ReadResults(sweep.Name);
        var ranked = await sweep.Rank(results);
        var own = ranked.FirstOrDefault(config => config.Config.Equals(trial.Plan.Config));
        var decisions = await sweep.Ledger.ListDecisions(sweep.Name);
        var fork = decisions.FirstOrDefault(decision => decision.Kind == DecisionKind.Fork && decision.Trial == trial.Number);
        return new
        {
            Sweep = sweep.Name,
            Trial = trial.Number,
            Status = trial.Status.SnakeCase(),
            trial.Reason,
            Config = trial.Plan.Config.ToJson(),
            Seed = TrialColumns.Text(trial.Plan.Seed),
            trial.Plan.Replicate,
            trial.Metric,
            trial.BestEpoch,
            trial.EpochsDone,
            trial.Plan.Epochs,
            Floor = PerplexityFloor.For(sweep.Row.Metric, trial.Plan.Corpus?.FloorPerplexity),
            CorpusSha256 = trial.Plan.Corpus?.Sha256,
            Slot = trial.Slot?.Text,
            StartedAt = Moments.Ms(trial.StartedAt),
            EndedAt = Moments.Ms(trial.EndedAt),
            fork?.Parent,
            fork?.ParentEpoch,
            Forks = decisions.Where(decision => decision.Kind == DecisionKind.Fork && decision.Parent == trial.Number)
                .Select(decision => decision.Trial),
            own?.Rank,
            Tied = own?.IsTied,
            Siblings = results.Trials.Where(other => results.Configs[other.Config].Equals(trial.Plan.Config)).Select(other => other.Number),
            Best = Best(ranked, results),
            Attempts = (await sweep.Ledger.ListAttempts(sweep.Name, trial.Number)).Select(Of),
            Decisions = decisions.Where(decision => decision.Trial == trial.Number).Select(DecisionsAnswer.Of),
            Metrics = Columns(await sweep.Ledger.ListEpochs(sweep.Name, trial.Number)),
        };
    }

    /// <summary>The best trial of the best configuration.</summary>
    private static object? Best(IReadOnlyList<RankedConfig> ranked, SweepResults results)
    {
        if (ranked is not [{ Best: { } value } best, ..]) return null;
        var trials = best.Trials.ToHashSet();
        var holder = results.Trials.First(other => trials.Contains(other.Number) && other.Metric == value);
        return new { Trial = holder.Number, Metric = value, Config = best.Config.ToJson() };
    }

    private static object Of(AttemptRow attempt) => new
    {
        attempt.Attempt,
        Slot = attempt.Slot.Text,
        StartedAt = Moments.Ms(attempt.StartedAt),
        EndedAt = Moments.Ms(attempt.EndedAt),
        Outcome = attempt.Outcome?.SnakeCase(),
        attempt.Reason,
        Next = attempt.Outcome is { } outcome ? FailureClass.Of(outcome).Next : null,
        attempt.StderrTail,
        MadeBy = attempt.MadeBy is { } maker ? MakerText.Line(maker) : null,
        attempt.MadeBy?.Command,
    };

    private static object Columns(IReadOnlyList<EpochRow> epochs) => new
    {
        Epoch = epochs.Select(epoch => epoch.Epoch),
        Attempt = epochs.Select(epoch => epoch.Attempt),
        Seconds = epochs.Select(epoch => epoch.Seconds),
        Values = epochs.SelectMany(epoch => epoch.Metrics.Keys).Distinct().Order(StringComparer.Ordinal).ToDictionary(
            name => name,
            name => epochs.Select(epoch => epoch.Metrics.TryGetValue(name, out var value) ? value : (double?)null),
            StringComparer.Ordinal),
    };
}

/// <summary>The log of a sweep, part by part.</summary>
internal sealed class DecisionsAnswer(OpenSweep sweep)
{
    /// <param name="after">Decisions up to this number are left out.</param>
    /// <param name="trial">Those about this trial alone; null = all.</param>
    public async Task<object> Make(long after, int limit, int? trial)
    {
        var found = await sweep.Ledger.FindDecisions(sweep.Name, new DecisionQuery { After = after, Most = limit + 1, Trial = trial });
        return new { Decisions = found.Take(limit).Select(Of), More = found.Count > limit };
    }

    public static object Of(Decision decision) => new
    {
        decision.Number,
        Kind = decision.Kind.SnakeCase(),
        decision.Trial,
        decision.Seen,
        decision.Reason,
        Evidence = decision.Evidence is { } json ? JsonNode.Parse(json) : null,
        decision.Parent,
        decision.ParentEpoch,
    };
}
