using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Ledger.Rankings;
using Sweep.Page.Sources;
using Sweep.Reports.Comparisons;
using Sweep.Reports.Leaderboards;
using Sweep.Reports.Outcomes;

namespace Sweep.Page.Answers;

/// <summary>What is known of a sweep as a whole, and its ranking.</summary>
internal sealed class SweepAnswer(IPageSource source, OpenSweep sweep)
{
    public async Task<object> Facts()
    {
        var row = sweep.Row;
        var moves = await sweep.Ledger.ReadChanges(row.Name, null);
        var results = await sweep.Ledger.ReadResults(row.Name);
        var board = await LeaderboardReader.Read(sweep.Ledger, row, results, 0);
        var file = source.ReadFile(row);
        var axes = new ParameterAxes(results.Configs, new ObservedTrials(results), file.Space);
        return new
        {
            row.Name,
            Status = source.StateOf(row),
            row.Description,
            row.Experiment,
            row.Metric,
            Goal = row.Maximize ? "maximize" : "minimize",
            Summary = row.Summary.SnakeCase(),
            Order = SweepGoals.Order(row),
            file.Method,
            file.Rule,
            row.Replicates,
            Racing = file.Races,
            CreatedAt = Moments.Ms(row.CreatedAt),
            EndedAt = Moments.Ms(row.EndedAt),
            row.Trials,
            row.FinalTrials,
            Counts = Enum.GetValues<TrialStatus>().ToDictionary(status => status.SnakeCase(), board.Count),
            Epochs = moves?.States.Sum(state => (long)state.EpochsDone) ?? 0,
            Floor = FloorOf(results),
            Best = await Best(results, board.Ranked),
            Metrics = await sweep.Ledger.ListMetricNames(row.Name),
            Parameters = axes.All(),
            file.WritesText,
            file.Problem,
            Caption = board.Caption(),
            Warnings = board.Warnings(source.StateOf(row), source.Hint),
            row.Yaml,
        };
    }

    public async Task<object> Top(int limit)
    {
        var board = await LeaderboardReader.Read(sweep.Ledger, sweep.Row, limit);
        var rows = board.Rows(forPeople: false);
        return new
        {
            Rows = rows with { Rows = rows.Rows.Take(limit) },
            Caption = board.Caption(),
            Warnings = board.Warnings(source.StateOf(sweep.Row), source.Hint),
        };
    }

    /// <summary>The lowest possible value of the metric; null when unknown, or when trials have different ones.</summary>
    private double? FloorOf(SweepResults results)
    {
        var floors = results.Trials.Select(trial => trial.Floor).Distinct().Take(2).ToList();
        return floors.Count == 1 ? PerplexityFloor.For(sweep.Row.Metric, floors[0]) : null;
    }

    private async Task<object?> Best(SweepResults results, IReadOnlyList<RankedConfig> ranked)
    {
        var order = new RankedTrials(sweep.Row, results, ranked);
        var found = results.Trials.Where((trial, place) =>
            trial is { Status: TrialStatus.Completed or TrialStatus.Stopped, Metric: not null } && order.CanBeBest(place))
            .OrderBy(trial => order.Loss(trial.Metric));
        foreach (var trial in found.Take(1))
            return new { Trial = trial.Number, trial.Metric, Epoch = (await sweep.Ledger.FindTrial(sweep.Name, trial.Number))?.BestEpoch };
        return null;
    }
}
