using Sweep.Contracts.Text;

namespace Sweep.Reports.Comparisons;

/// <summary>A comparison for programs, and what to remark about it.</summary>
public static class ComparisonFacts
{
    /// <summary>All of it for programs.</summary>
    public static object Of(ComparisonTable comparison, bool maximize) => new
    {
        comparison.Parameter,
        comparison.Metric,
        Scale = comparison.Scale.SnakeCase(),
        comparison.Values,
        comparison.Groups,
        comparison.LeftOut,
        Levels = ComparisonRows.Levels(comparison).Streamed,
        Pairs = ComparisonRows.Pairs(comparison).Streamed,
        Correlation = comparison.Correlation is { } c ? new { Method = "spearman", c.Rho, c.P, Configurations = c.Count } : null,
        comparison.Note,
        Answers = ComparisonRows.Answers(comparison, maximize),
    };

    /// <summary>What was put together or left out.</summary>
    public static IEnumerable<string> Remarks(ComparisonTable comparison)
    {
        if (comparison.Groups is { } groups)
            yield return $"{comparison.Parameter} takes {comparison.Values:N0} values, which are put into {groups} groups of about " +
            "equally many trials (--bins N for another number)";
        if (comparison.LeftOut > 0)
            yield return $"{comparison.Parameter} takes {comparison.Values:N0} values, of which the {comparison.Levels.Count} with the " +
            $"best means are compared and {comparison.LeftOut:N0} are left out; being picked as the best flatters them";
        if (comparison.Note is { } note) yield return note;
    }
}
