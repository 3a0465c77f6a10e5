using System.Text.Json.Nodes;
using Sweep.Client.Rendering;
using Sweep.Experiments.Analysis;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Results;

/// <summary>The ranked configurations of a sweep as a table and the lines that belong to it.</summary>
public sealed class Leaderboard
{
    private readonly SweepRow sweep;
    private readonly IReadOnlyList<TrialRow> trials;
    private readonly IReadOnlyDictionary<int, double> speeds;
    private readonly VaryingParameters parameters;

    /// <param name="sweep">The sweep.</param>
    /// <param name="trials">All its trials.</param>
    /// <param name="speeds">Tokens per second by trial number, where known.</param>
    public Leaderboard(SweepRow sweep, IReadOnlyList<TrialRow> trials, IReadOnlyDictionary<int, double> speeds)
    {
        (this.sweep, this.trials, this.speeds) = (sweep, trials, speeds);
        parameters = VaryingParameters.Of(trials.Select(t => t.ConfigJson));
        Ranked = Ranking.Rank(trials, sweep.Metric, sweep.Maximize);
    }

    public IReadOnlyList<RankedConfig> Ranked { get; }

    public DataTable Table(int limit = int.MaxValue)
    {
        var table = new DataTable(
        [
            new Column("sweep", null), new Column("rank", "rank", Right: true), new Column("tied", null), .. ConfigColumns.Of(parameters),
            new Column("mean", sweep.Metric, Right: true), new Column("std", Ranked.Any(r => r.Std is not null) ? "±" : null, Right: true) { Like = "mean" }, new Column("best", null),
            new Column("floor", null), new Column("excess", Ranked.Any(r => r.Excess is not null) ? "over floor" : null, Right: true) { Like = "mean", IsSigned = true },
            new Column("tokens_per_second", speeds.Count > 0 ? "tokens/s" : null, Right: true),
            new Column("replicates", null), new Column("diverged", null), new Column("failed", null), new Column("below_floor", null),
            new Column("trials", "trials", Right: true), new Column("remarks", Ranked.Any(r => Remarks(r).Length > 0) ? "remarks" : null, Wraps: true),
        ]);
        foreach (var config in Ranked.Take(limit)) table.Add([.. Row(config)]);
        return table;
    }

    /// <summary>What is said once for all rows: constants, the floor.</summary>
    public IEnumerable<string> Caption()
    {
        if (parameters.Always is { } always) yield return $"always: {always}";
        var floors = Ranked.Select(r => r.Floor).Where(f => f is not null).Distinct().ToList();
        if (floors.Count == 1) yield return $"floor: no model that sees only the past can get below {sweep.Metric} {Numbers.Metric(floors[0])}";
        // With one replicate nothing was tested: what shares a rank then has the same mean.
        if (Ranked.Where(r => r.IsTied && r.Tier == ConfigTier.Clean && r.Std is not null).GroupBy(r => r.Rank).Any(tied => tied.Count() > 1)) yield return "equal ranks: the spread over seeds cannot separate these configurations (Welch's t-test, 95 %)";
    }

    private IEnumerable<Cell> Row(RankedConfig c)
    {
        IReadOnlyList<double> known = [.. c.Trials.Where(speeds.ContainsKey).Select(t => speeds[t])];
        double? speed = known.Count > 0 ? known.Average() : null;
        return
        [
            sweep.Name, new Cell(c.Rank, c.IsTied ? $"{c.Rank}=" : $"{c.Rank} "), JsonTruth(c.IsTied), .. ConfigColumns.Cells(parameters, c.ConfigJson),
            Cell.Of(c.Mean), Cell.Of(c.Std), Cell.Of(c.Best),
            Cell.Of(c.Floor), Cell.Of(c.Excess),
            Cell.Of(speed, Numbers.Rate(speed)), c.Replicates, c.Diverged, c.Failed, JsonTruth(c.IsBelowFloor),
            new Cell(new JsonArray([.. c.Trials.Select(t => (JsonNode)t)]), string.Join(',', c.Trials)), Remarks(c),
        ];
    }

    private string Remarks(RankedConfig c)
    {
        var open = c.Trials.Count - c.Replicates - c.Diverged - c.Failed;
        return string.Join("; ", new[]
        {
            c.IsBelowFloor ? "BELOW THE FLOOR" : "",
            c.Diverged > 0 ? $"{c.Diverged} diverged" : "",
            c.Failed > 0 ? $"{c.Failed} failed" : "",
            open > 0 ? $"{open} {(sweep.IsOver() ? "cancelled" : "to come")}" : "",
        }.Where(r => r.Length > 0));
    }

    private static Cell JsonTruth(bool value) => new(JsonValue.Create(value), value ? "yes" : "no");

    /// <summary>What a reader must know before believing the table: below the floor, failures, an unfinished sweep.</summary>
    /// <param name="status">The sweep's state, for people.</param>
    /// <param name="command">Writes a verb as the user would type it.</param>
    public IEnumerable<string> Warnings(string status, Func<string, string> command)
    {
        if (Ranked.Where(r => r.IsBelowFloor).ToList() is { Count: > 0 } below)
        {
            yield return $"! {Numbers.Plural(below.Count, "configuration")} (trials {string.Join(", ", below.SelectMany(b => b.Trials))}) went below the lowest perplexity that is possible without seeing the future: "
                + "the experiment is wrong (validation text in the training text, or a model that sees what it predicts)";
        }
        var counts = trials.CountBy(t => t.Status).ToDictionary();
        foreach (var (bad, hint) in new[] { (Experiments.Contracts.TrialStatus.Failed, "says why"), (Experiments.Contracts.TrialStatus.Diverged, "shows how; a lower lr or a clip may help") })
        {
            if (counts.GetValueOrDefault(bad) == 0) continue;
            var first = trials.First(t => t.Status == bad);
            yield return $"! {Numbers.Plural(counts[bad], "trial")} {bad.ToString().ToLowerInvariant()}: '{command($"show {sweep.Name}/{first.Number}")}' {hint}";
        }
        if (!sweep.IsOver()) yield return $"! unfinished ({status}): {sweep.FinalTrials} of {Numbers.Plural(sweep.Trials, "trial")} done; ranks may change"
            + (status == "running" ? "" : $"; '{command($"resume {sweep.Name}")}' goes on");
        if (sweep.Status == SweepStatus.Cancelled) yield return $"! cancelled: {Numbers.Plural(counts.GetValueOrDefault(Experiments.Contracts.TrialStatus.Cancelled), "trial")} did not run to the end";
    }
}
