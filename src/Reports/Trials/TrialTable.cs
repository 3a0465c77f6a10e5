using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Reports.Parameters;
using Sweep.Reports.Tables;

namespace Sweep.Reports.Trials;

/// <summary>The trials of a sweep as a table.</summary>
public static class TrialTable
{
    /// <summary>Takes the trials as its rows are taken. Without the reader's time, only exact values will be written, and no other text is
    /// made.</summary>
    public static StreamedRows Of(SweepRow sweep, IEnumerable<TrialRow> trials, VaryingParameters parameters, TimeProvider? time)
    {
        var configs = new ConfigColumns(parameters, time is not null);
        var words = Enum.GetValues<TrialStatus>().ToDictionary(status => status, status => status.SnakeCase());
        return new StreamedRows(
        [
            new Column("sweep", null), new Column("trial", "trial", Right: true), new Column("status", "status"), .. configs.Columns,
            new Column("seed", "seed", Right: true), new Column("attempts", "attempts", Right: true),
            new Column("epochs_done", "epochs", Right: true), new Column("epochs", null),
            new Column("metric", sweep.IsRanked ? sweep.Metric : null, Right: true),
            new Column("best_epoch", sweep.IsRanked ? $"{sweep.Summary.SnakeCase()} epoch" : null, Right: true), new Column("floor", null),
            new Column("slot", null),
            new Column("started_at", null), new Column("ended_at", null), new Column("reason", "reason", Wraps: true),
        ],
        trials.Select(t => (IReadOnlyList<Cell>)
        [
            t.Sweep, t.Number, words[t.Status], .. configs.Cells(t.Plan.Config),
            time is null ? t.Plan.Seed : new Cell(t.Plan.Seed, $"#{t.Plan.Replicate}"), t.Attempts,
            time is null || t.Plan.Epochs == 0 ? t.EpochsDone
                : new Cell(t.EpochsDone, $"{t.EpochsDone}/{t.Plan.Epochs}"), t.Plan.Epochs,
            Cell.Of(t.Metric), t.BestEpoch is { } best ? best
                : Cell.None, Cell.Of(t.Plan.Corpus?.FloorPerplexity, ""), Cell.Of(t.Slot?.Text),
            Moment(t.StartedAt, time), Moment(t.EndedAt, time), time is null ? Cell.Of(t.Reason)
                : new Cell(t.Reason, t.Reason?.ReplaceLineEndings(" ") ?? ""),
        ]));
    }

    private static Cell Moment(DateTimeOffset? moment, TimeProvider? time) =>
        time is null ? Cell.Of(moment is { } m ? Times.Iso(m) : null) : Times.Of(moment, time);
}
