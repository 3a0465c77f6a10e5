using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Contracts.Rows;
using Sweep.Reports.Importance;
using Sweep.Reports.Tables;

namespace Sweep.Client.Results;

/// <summary>What <c>importance</c> prints.</summary>
public static class ImportancePage
{
    public static void Write(SweepRow sweep, SweepImportance importance, OutputFormat format, CliContext context)
    {
        var rows = ImportanceFacts.Rows(importance);
        if (format == OutputFormat.Json)
        {
            JsonLines.Write(ImportanceFacts.Of(sweep, importance), JsonLines.Indented, context.Out.Document);
            return;
        }

        if (format == OutputFormat.Csv || rows.Rows.Count > 0) TableWriter.Write(rows, format, context.Out, context.OutTerminal);
        var order = RankOrder.Words(sweep.Metric, sweep.Maximize, sweep.Summary);
        foreach (var line in ImportanceSentences.Captions(importance, order)) context.Error.WriteLine(line);
        var answers = format == OutputFormat.Table ? context.Out : context.Error;
        if (format == OutputFormat.Table && rows.Rows.Count > 0) answers.WriteLine();
        foreach (var answer in ImportanceSentences.Answers(importance.Report)) answers.WriteLine(answer);
    }
}
