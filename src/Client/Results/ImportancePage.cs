using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Contracts.Rows;
using Sweep.Reports.Importance;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Client.Results;

/// <summary>What <c>importance</c> prints.</summary>
public static class ImportancePage
{
    public static void Write(SweepRow sweep, SweepImportance importance, OutputFormat format, CliContext context)
    {
        var rows = Rows(importance);
        if (format == OutputFormat.Json)
        {
            JsonLines.Write(Facts(sweep, importance, rows), JsonLines.Indented, context.Out.Document);
            return;
        }

        if (format == OutputFormat.Csv || rows.Rows.Count > 0) TableWriter.Write(rows, format, context.Out, context.OutTerminal);
        foreach (var line in ImportanceSentences.Captions(importance, sweep.Order)) context.Error.WriteLine(line);
        var answers = format == OutputFormat.Table ? context.Out : context.Error;
        if (format == OutputFormat.Table && rows.Rows.Count > 0) answers.WriteLine();
        foreach (var answer in ImportanceSentences.Answers(importance.Report)) answers.WriteLine(answer);
    }

    private static object Facts(SweepRow sweep, SweepImportance importance, DataTable rows) => new
    {
        Sweep = sweep.Name,
        sweep.Metric,
        Goal = sweep.Maximize ? "maximize" : "minimize",
        importance.Configurations,
        importance.Lost,
        importance.Report.Best,
        importance.Report.Explained,
        Parameters = rows.Streamed,
        importance.Report.CannotTell,
        Answers = ImportanceSentences.Answers(importance.Report),
    };

    private static DataTable Rows(SweepImportance importance)
    {
        var parameters = importance.Report.Parameters;
        var isConditional = parameters.Any(parameter => parameter.ActiveShare < 1);
        var table = new DataTable(
            new Column("parameter", "parameter"), new Column("importance", "importance", Right: true),
            new Column("low", "90 % from", Right: true), new Column("high", "to", Right: true), new Column("p", "p", Right: true),
            new Column("active_share", isConditional ? "in" : null, Right: true), new Column("clear", null),
            new Column("remark", parameters.Any(parameter => !parameter.IsClear) ? "" : null));
        foreach (var parameter in parameters)
        {
            table.Add(
                parameter.Name, Share(parameter.Share), Share(parameter.Low), Share(parameter.High),
                Cell.Of(parameter.P, Numbers.Probability(parameter.P)), Share(parameter.ActiveShare), Cell.Of(parameter.IsClear),
                parameter.IsClear ? new Cell(null, "") : "cannot tell");
        }

        return table;
    }

    private static Cell Share(double share) => Cell.Of(share, Numbers.Percent(share));
}
