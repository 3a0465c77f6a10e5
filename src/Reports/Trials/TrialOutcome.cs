using Sweep.Contracts.Rows;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Text;
using Sweep.Search.Objectives;

namespace Sweep.Reports.Trials;

/// <summary>What a trial is worth where its sweep has several objectives, or constraints on outcomes.</summary>
/// <param name="Objectives">Value of each at the epoch that counts, by name; null = it was not reported.</param>
/// <param name="Constraints">Each of them.</param>
public sealed record TrialOutcome(
    IReadOnlyDictionary<string, double?> Objectives, IReadOnlyList<ConstraintOutcome> Constraints)
{
    /// <summary>The outcome of a trial; null where its sweep has one objective and no constraints, or the trial has no value.</summary>
    public static TrialOutcome? Of(TrialFacts facts)
    {
        var goals = SweepGoals.Of(facts.Sweep);
        if (goals.IsPlain || facts.Epochs.FirstOrDefault(epoch => epoch.Epoch == facts.Trial.BestEpoch) is not { } counted) return null;
        return new(
            goals.Objectives.ToDictionary(objective => objective.Name, objective => Value(counted, objective.Name)),
            [.. goals.Constraints.Select(constraint => Of(constraint, counted))]);
    }

    /// <summary>For people, each with a heading.</summary>
    public IEnumerable<(string Heading, string Text)> Lines()
    {
        if (Objectives.Count > 1)
            yield return ("objectives", string.Join(", ", Objectives.Select(one => one.Value is { } value
                ? $"{one.Key} {Numbers.Metric(value)}" : $"{one.Key} was not reported")));
        foreach (var constraint in Constraints) yield return ("constraint", $"{constraint.Constraint}: {Text(constraint)}");
    }

    private static string Text(ConstraintOutcome constraint) => constraint.Holds ? "holds"
        : constraint.Missing.Count > 0 ? $"broken, because {string.Join(" and ", constraint.Missing)} " +
            $"{(constraint.Missing.Count == 1 ? "was" : "were")} not reported at the epoch that counts"
        : constraint.Violation is { } violation ? $"broken by {Numbers.Percent(violation)}" : "broken";

    private static ConstraintOutcome Of(OutcomeConstraint constraint, EpochRow counted)
    {
        var violation = constraint.Violation(counted.Metrics);
        return new(
            constraint.Text, violation == 0, double.IsFinite(violation) ? violation : null, [.. constraint.Missing(counted.Metrics)]);
    }

    private static double? Value(EpochRow report, string metric) => report.Metrics.TryGetValue(metric, out var value) ? value : null;
}

/// <summary>Whether a trial holds a constraint.</summary>
/// <param name="Constraint">As the sweep file has it.</param>
/// <param name="Holds">True when it does.</param>
/// <param name="Violation">By how much it is broken, as a share of the bound; null where that is no number.</param>
/// <param name="Missing">Metrics that it names and that were not reported.</param>
public sealed record ConstraintOutcome(string Constraint, bool Holds, double? Violation, IReadOnlyList<string> Missing);

/// <summary>All that the ledger knows of one trial.</summary>
public sealed record TrialFacts(SweepRow Sweep, TrialRow Trial, IReadOnlyList<AttemptRow> Attempts, IReadOnlyList<EpochRow> Epochs)
{
    /// <summary><c>cells/17</c>.</summary>
    public string Label => $"{Sweep.Name}/{Trial.Number}";
}
