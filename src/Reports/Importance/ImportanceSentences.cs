using Sweep.Reports.Text;
using Sweep.Search.Importance;

namespace Sweep.Reports.Importance;

/// <summary>What importance says, in sentences, and what it does not say.</summary>
public static class ImportanceSentences
{
    /// <summary>The answer; at least one sentence.</summary>
    public static IEnumerable<string> Answers(ImportanceReport report)
    {
        if (report.CannotTell is { } why)
        {
            yield return why;
            yield break;
        }

        var clear = report.Parameters.Where(parameter => parameter.IsClear).ToList();
        yield return $"{clear[0].Name} matters most: {Numbers.Percent(clear[0].Share)} of what single parameters explain (90 % interval " +
            $"{Numbers.Percent(clear[0].Low)} to {Numbers.Percent(clear[0].High)})";
        foreach (var rival in clear.Skip(1).Where(rival => rival.High >= clear[0].Low))
            yield return $"cannot tell whether {clear[0].Name} or {rival.Name} matters more: their intervals overlap";
        List<string> unclear = [.. report.Parameters.Where(parameter => !parameter.IsClear).Select(parameter => parameter.Name)];
        if (unclear.Count > 0)
            yield return $"cannot tell whether {Names(unclear)} at all: chance alone may make as much";
    }

    /// <summary>What the numbers are, and of what: of configurations that are ranked in an order which is told.</summary>
    public static IEnumerable<string> Captions(SweepImportance importance, string order)
    {
        var report = importance.Report;
        if (report.Best > 0)
        {
            yield return $"importance: part of what single parameters explain of being among the best {report.Best:N0} of " +
                $"{Numbers.Plural(importance.Configurations, "configuration")}, {order}; together they explain " +
                $"{Numbers.Percent(report.Explained)}, the rest is their interplay and chance";
        }

        if (importance.Lost > 0)
            yield return $"{Numbers.Plural(importance.Lost, "configuration")} that diverged or failed " +
                $"{(importance.Lost == 1 ? "counts" : "count")} as infinitely bad";
    }

    private static string Names(List<string> names) =>
        names.Count == 1 ? $"{names[0]} matters" : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]} matter";
}
