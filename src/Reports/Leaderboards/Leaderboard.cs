using System.Globalization;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Parameters;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Reports.Leaderboards;

/// <summary>The ranked configurations of a sweep as a table and the lines that belong to it.</summary>
public sealed class Leaderboard
{
    /// <summary>Trials that a warning names.</summary>
    private const int MostNamed = 20;

    private readonly SweepRow sweep;
    private readonly IReadOnlyDictionary<int, double> speeds;
    private readonly VaryingParameters parameters;
    private readonly GoalColumns goals;
    private readonly IReadOnlyList<TrialResult> trials;
    private readonly Dictionary<TrialStatus, int> counts = [];
    private readonly Dictionary<TrialStatus, int> firsts = [];

    /// <summary>Takes ranked configurations, best first; and speeds in tokens per second by trial number, where known.</summary>
    public Leaderboard(
        SweepRow sweep, IReadOnlyList<TrialResult> trials, IReadOnlyList<RankedConfig> ranked, IReadOnlyDictionary<int, double> speeds,
        VaryingParameters parameters)
    {
        (this.sweep, this.trials, this.speeds, this.parameters, Ranked) = (sweep, trials, speeds, parameters, ranked);
        goals = new GoalColumns(SweepGoals.Of(sweep), ranked);
        foreach (var trial in trials)
        {
            counts[trial.Status] = Count(trial.Status) + 1;
            firsts.TryAdd(trial.Status, trial.Number);
        }
    }

    /// <summary>Why a sweep without a metric has no ranks, and the way out: a verb as the user would type it.</summary>
    public static string NoMetric(SweepRow sweep, Func<string, string> command) =>
        $"nothing is ranked: the sweep file of '{sweep.Name}' names no metric, such as 'metric: {{name: loss, goal: minimize}}'; "
        + $"'{command($"show {sweep.Name}")}' lists the trials";

    /// <summary>The configurations, best first; none where the sweep has no metric.</summary>
    public IReadOnlyList<RankedConfig> Ranked { get; }

    /// <summary>Parameters that tell configurations apart, in file order.</summary>
    public IReadOnlyList<string> Varying => parameters.Names;

    /// <summary>Trials of a status.</summary>
    public int Count(TrialStatus status) => counts.GetValueOrDefault(status);

    /// <summary>The ranked configurations as rows.</summary>
    /// <param name="forPeople">False when only exact values will be written: then no other text is made.</param>
    public StreamedRows Rows(bool forPeople = true)
    {
        var configs = new ConfigColumns(parameters, forPeople);
        return new StreamedRows(
        [
            new Column("sweep", null), new Column("rank", goals.HasFronts ? "front" : "rank", Right: true), new Column("tied", null),
            .. configs.Columns,
            new Column("mean", sweep.Metric, Right: true),
            .. goals.ForPeople(forPeople),
            new Column("std", Ranked.Any(r => r.Std is not null) ? "±" : null, Right: true) { Like = "mean" }, new Column("best", null),
            new Column("floor", null), new Column("excess", Ranked.Any(r => r.Excess is not null) ? "over floor"
                : null, Right: true) { Like = "mean", IsSigned = true },
            new Column("tokens_per_second", speeds.Count > 0 ? "tokens/s" : null, Right: true),
            new Column("replicates", null), new Column("diverged", null), new Column("failed", null), new Column("below_floor", null),
            new Column("trials", "trials", Right: true),
            new Column("remarks", Ranked.Any(r => Remarks(r).Any()) ? "remarks" : null, Wraps: true),
            .. goals.ForScripts(forPeople),
        ],
        Ranked.Select(config => (IReadOnlyList<Cell>)Row(config, configs, forPeople)));
    }

    /// <summary>What is said once for all rows: constants, the floor.</summary>
    public IEnumerable<string> Caption()
    {
        if (parameters.Always is { } always) yield return $"always: {always}";
        var floors = Ranked.Select(r => r.Floor).Where(f => f is not null).Distinct().ToList();
        if (floors.Count == 1)
            yield return $"floor: no model that sees only the past can get below {sweep.Metric} {Numbers.Metric(floors[0])}";
        foreach (var line in goals.Caption(sweep.Summary)) yield return line;
        var tested = Ranked.Where(r => !goals.HasFronts && r.IsTied && !(r.Violation > 0) && r.Tier == ConfigTier.Clean);
        if (tested.GroupBy(r => r.Rank).Any(ShareByTest))
            yield return "equal ranks: the spread over seeds cannot separate these configurations (Welch's t-test, 95 %)";
        if (RacedPlaces.Line(sweep, trials, Ranked) is { } raced) yield return raced;
    }

    /// <summary>Without a spread nothing was tested, and equal means share a rank without a test.</summary>
    private static bool ShareByTest(IEnumerable<RankedConfig> tied) =>
        tied.Any(r => r.Std > 0) && tied.DistinctBy(r => r.Mean).Skip(1).Any();

    private Cell[] Row(RankedConfig c, ConfigColumns configs, bool forPeople)
    {
        var speed = Speed(c.Trials);
        return
        [
            sweep.Name, forPeople ? new Cell(c.Rank, Place(c)) : c.Rank, Cell.Of(c.IsTied), .. configs.Cells(c.Config),
            Cell.Of(c.Mean), .. goals.ForPeople(c, forPeople), Cell.Of(c.Std), Cell.Of(c.Best),
            Cell.Of(c.Floor), Cell.Of(c.Excess),
            Cell.Of(speed, forPeople ? Numbers.Rate(speed) : ""), c.Replicates, c.Diverged, c.Failed, Cell.Of(c.IsBelowFloor),
            Cell.OfAll(c.Trials), string.Join("; ", Remarks(c)), .. goals.ForScripts(c, forPeople),
        ];
    }

    /// <summary>Rank, or front; what is on no front is told in the remarks.</summary>
    private string Place(RankedConfig c) => goals.HasFronts ? c.Front?.ToString(CultureInfo.InvariantCulture) ?? Numbers.Absent
        : c.IsTied ? $"{c.Rank}=" : $"{c.Rank} ";

    /// <summary>Mean of the trials whose speed is known; null without any.</summary>
    private double? Speed(IReadOnlyList<int> trials) =>
        trials.Select(trial => speeds.TryGetValue(trial, out var speed) ? speed : (double?)null).Average();

    private IEnumerable<string> Remarks(RankedConfig c)
    {
        if (GoalColumns.Remark(c) is { } remark) yield return remark;
        if (c.IsBelowFloor) yield return "BELOW THE FLOOR";
        if (c.Diverged > 0) yield return $"{c.Diverged} diverged";
        if (c.Failed > 0) yield return $"{c.Failed} failed";
        var open = c.Trials.Count - c.Replicates - c.Diverged - c.Failed;
        if (open > 0) yield return $"{open} {(sweep.IsOver ? "cancelled" : "to come")}";
    }

    /// <summary>What a reader must know before believing the table: below the floor, failures, an unfinished sweep. Verbs are
    /// written as the user would type them.</summary>
    public IEnumerable<string> Warnings(string status, Func<string, string> command)
    {
        if (Ranked.Where(r => r.IsBelowFloor).ToList() is { Count: > 0 } below)
        {
            yield return $"! {Numbers.Plural(below.Count, "configuration")} (trials {Some(below.SelectMany(b => b.Trials))}) went below " +
                "the lowest perplexity that is possible without seeing the future: "
                + "the experiment is wrong (validation text in the training text, or a model that sees what it predicts)";
        }
        foreach (var (
            bad, hint) in new[] { (TrialStatus.Failed, "says why"), (TrialStatus.Diverged, "shows how; a lower lr or a clip may help") })
        {
            if (Count(bad) == 0) continue;
            yield return $"! {Numbers.Plural(Count(bad), "trial")} {bad.ToString().ToLowerInvariant()}: " +
                $"'{command($"show {sweep.Name}/{firsts[bad]}")}' {hint}";
        }
        if (!sweep.IsOver)
            yield return $"! unfinished ({status}): {sweep.FinalTrials} of {Numbers.Plural(sweep.Trials, "trial")} done; ranks may change"
            + (status == "running" ? "" : $"; '{command($"resume {sweep.Name}")}' goes on");
        if (sweep.Status == SweepStatus.Cancelled)
            yield return $"! cancelled: {Numbers.Plural(Count(TrialStatus.Cancelled), "trial")} did not run to the end";
    }

    /// <summary>The first of many numbers: there may be thousands.</summary>
    private static string Some(IEnumerable<int> trials)
    {
        List<int> first = [.. trials.Take(MostNamed + 1)];
        return first.Count <= MostNamed ? string.Join(", ", first) : $"{string.Join(", ", first.Take(MostNamed))} and more";
    }
}
