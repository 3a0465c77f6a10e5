using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Text;
using Sweep.Search.Objectives;

namespace Sweep.Reports.Outcomes;

/// <summary>The results of a sweep by one of its objectives.</summary>
/// <param name="Sweep">The sweep, as if this objective were its metric.</param>
/// <param name="Results">Its trials with the values of this objective.</param>
/// <param name="Notes">What is to be said of the choice, line by line; none where the sweep asks for nothing but its metric.</param>
public sealed record ChosenMetric(SweepRow Sweep, SweepResults Results, IReadOnlyList<string> Notes)
{
    /// <summary>Reads them for a sweep that is ranked; null for the first objective.</summary>
    /// <returns>null when it has no such objective; see <see cref="Unknown"/>.</returns>
    public static async Task<ChosenMetric?> Read(ILedgerView ledger, SweepRow sweep, string? metric)
    {
        var goals = SweepGoals.Of(sweep);
        if (goals.Find(metric ?? sweep.Metric) is not { } objective) return null;
        var results = await ledger.ReadResults(sweep.Name);
        if (goals.IsPlain) return new(sweep, results, []);
        var counted = await ledger.ListCounted(sweep.Name);
        var notes = NotesOf(goals, objective, counted);
        if (objective.Name == sweep.Metric) return new(sweep, results, notes);
        var values = counted.Where(row => row.Metrics.ContainsKey(objective.Name))
            .ToDictionary(row => row.Trial, row => row.Metrics[objective.Name]);
        var trials = Array.ConvertAll(
            results.Trials, trial => trial with { Metric = values.TryGetValue(trial.Number, out var value) ? value : null });
        return new(
            sweep with { Metric = objective.Name, Maximize = objective.Maximize, Goals = null }, results with { Trials = trials }, notes);
    }

    private static List<string> NotesOf(Goals goals, Objective objective, IReadOnlyList<EpochRow> counted)
    {
        var notes = new List<string>();
        if (goals.HasSeveral)
        {
            notes.Add($"by {objective.Name}, one of {goals.Objectives.Count} objectives " +
                $"({string.Join(", ", goals.Objectives.Select(other => other.Name))}); --metric takes another");
        }

        var broken = counted.Count(row => goals.Of(row.Metrics).Violation > 0);
        if (goals.Constraints.Count > 0)
        {
            notes.Add($"constraints on outcomes ({string.Join(", ", goals.Constraints)}) are not looked at: {broken} of " +
                $"{Numbers.Plural(counted.Count, "trial")} with a value {(broken == 1 ? "breaks" : "break")} one");
        }

        return notes;
    }

    /// <summary>What is wrong with a name that is no objective, and the way out.</summary>
    public static string Unknown(SweepRow sweep, string metric)
    {
        var names = SweepGoals.Of(sweep).Objectives.Select(objective => objective.Name).ToList();
        return $"'{metric}' is no objective of '{sweep.Name}'{Suggestion.For(metric, names)}: it has {string.Join(", ", names)}";
    }
}
