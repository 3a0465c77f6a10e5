using Sweep.Contracts.Rows;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;

namespace Sweep.Reports.Importance;

/// <summary>The importance of parameters as rows and as an object for programs.</summary>
public static class ImportanceFacts
{
    /// <summary>All of it for programs.</summary>
    public static object Of(SweepRow sweep, SweepImportance importance) => new
    {
        Sweep = sweep.Name,
        sweep.Metric,
        Goal = sweep.Maximize ? "maximize" : "minimize",
        importance.Configurations,
        importance.Lost,
        importance.Report.Best,
        importance.Report.Explained,
        Parameters = Rows(importance).Streamed,
        importance.Report.CannotTell,
        Answers = ImportanceSentences.Answers(importance.Report),
    };

    /// <summary>A row for each parameter, the most important first.</summary>
    public static DataTable Rows(SweepImportance importance)
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
