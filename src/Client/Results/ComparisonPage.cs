using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Reports.Comparisons;
using Sweep.Reports.Tables;

namespace Sweep.Client.Results;

/// <summary>What <c>compare</c> prints.</summary>
public static class ComparisonPage
{
    public static void Write(ComparisonTable comparison, bool maximize, OutputFormat format, CliContext context)
    {
        var (levels, pairs) = (ComparisonRows.Levels(comparison, format == OutputFormat.Csv), ComparisonRows.Pairs(comparison));
        if (format == OutputFormat.Csv)
            TableWriter.Write(comparison.Groups is null ? pairs : levels, format, context.Out, context.OutTerminal);
        if (format == OutputFormat.Json)
            JsonLines.Write(ComparisonFacts.Of(comparison, maximize), JsonLines.Indented, context.Out.Document);
        if (format != OutputFormat.Table) return;
        TableWriter.Write(levels, format, context.Out, context.OutTerminal);
        foreach (var remark in ComparisonFacts.Remarks(comparison)) context.Error.WriteLine(remark);
        context.Out.WriteLine();
        if (pairs.Rows.Count > 0)
        {
            TableWriter.Write(pairs, format, context.Out, context.OutTerminal);
            context.Out.WriteLine();
        }

        foreach (var answer in ComparisonRows.Answers(comparison, maximize)) context.Out.WriteLine(answer);
    }
}
