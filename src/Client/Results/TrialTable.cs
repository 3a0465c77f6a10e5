using Sweep.Client.Rendering;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;

namespace Sweep.Client.Results;

/// <summary>The trials of a sweep as a table.</summary>
public static class TrialTable
{
    public static DataTable Of(SweepRow sweep, IReadOnlyList<TrialRow> trials, TimeProvider time)
    {
        var varying = VaryingParameters.Of(trials.Select(t => t.ConfigJson));
        var table = new DataTable(
        [
            new Column("sweep", null), new Column("trial", "trial", Right: true), new Column("status", "status"), .. ConfigColumns.Of(varying),
            new Column("seed", "seed", Right: true), new Column("attempts", "attempts", Right: true), new Column("epochs_done", "epochs", Right: true), new Column("epochs", null),
            new Column("metric", sweep.Metric, Right: true), new Column("best_epoch", "best epoch", Right: true), new Column("floor", null), new Column("slot", null),
            new Column("started_at", null), new Column("ended_at", null), new Column("reason", "reason", Wraps: true),
        ]);
        foreach (var t in trials)
        {
            table.Add(
            [
                t.Sweep, t.Number, t.Status.Word(), .. ConfigColumns.Cells(varying, t.ConfigJson),
                new Cell(t.Seed, $"#{t.Replicate}"), t.Attempts, new Cell(t.EpochsDone, $"{t.EpochsDone}/{t.Epochs}"), t.Epochs,
                Cell.Of(t.Metric), t.BestEpoch is { } best ? best : Cell.None, Cell.Of(t.FloorPerplexity, ""), Cell.Of(t.Slot),
                Times.Of(t.StartedAt, time), Times.Of(t.EndedAt, time), new Cell(t.Reason, t.Reason?.ReplaceLineEndings(" ") ?? ""),
            ]);
        }
        return table;
    }
}
