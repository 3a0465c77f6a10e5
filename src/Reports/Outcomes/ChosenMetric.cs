using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;

namespace Sweep.Reports.Outcomes;

/// <summary>The results of a sweep by one of its objectives.</summary>
/// <param name="Sweep">The sweep, as if this objective were its metric.</param>
/// <param name="Results">Its trials with the values of this objective.</param>
/// <param name="Note">What is to be said of the choice; null = there is only one objective.</param>
public sealed record ChosenMetric(SweepRow Sweep, SweepResults Results, string? Note)
{
    /// <summary>Reads them.</summary>
    /// <param name="ledger">Where to look.</param>
    /// <param name="sweep">The sweep; it is ranked.</param>
    /// <param name="metric">Name of an objective; null = the first.</param>
    /// <returns>null when it has no such objective; see <see cref="Unknown"/>.</returns>
    public static async Task<ChosenMetric?> Read(ILedgerView ledger, SweepRow sweep, string? metric)
    {
        var goals = SweepGoals.Of(sweep);
        if (goals.Find(metric ?? sweep.Metric) is not { } objective) return null;
        var results = await ledger.ReadResults(sweep.Name);
        var note = goals.HasSeveral ? $"by {objective.Name}, one of {goals.Objectives.Count} objectives " +
            $"({string.Join(", ", goals.Objectives.Select(other => other.Name))}); --metric takes another" : null;
        if (objective.Name == sweep.Metric) return new(sweep, results, note);
        var values = (await ledger.ListCounted(sweep.Name)).Where(row => row.Metrics.ContainsKey(objective.Name))
            .ToDictionary(row => row.Trial, row => row.Metrics[objective.Name]);
        var trials = Array.ConvertAll(
            results.Trials, trial => trial with { Metric = values.TryGetValue(trial.Number, out var value) ? value : null });
        return new(
            sweep with { Metric = objective.Name, Maximize = objective.Maximize, Goals = null }, results with { Trials = trials }, note);
    }

    /// <summary>What is wrong with a name that is no objective, and the way out.</summary>
    public static string Unknown(SweepRow sweep, string metric)
    {
        var names = SweepGoals.Of(sweep).Objectives.Select(objective => objective.Name).ToList();
        return $"'{metric}' is no objective of '{sweep.Name}'{Suggestion.For(metric, names)}: it has {string.Join(", ", names)}";
    }
}
