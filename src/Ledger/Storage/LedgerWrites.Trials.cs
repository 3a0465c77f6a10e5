using System.Data.Common;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger.Rules;

namespace Sweep.Ledger.Storage;

/// <content>Trials as the rules need them.</content>
internal sealed partial class LedgerWrites
{
    // What the rules look at; the rest of a trial never changes.
    private const string Trials =
        """
        SELECT t.id, t.config_id, t.sweep_id, t.number, t.status, t.attempts, t.failures, t.metric, t.best_epoch, t.epochs_done, t.slot,
          t.started_at, t.ended_at, t.reason
        FROM trial t WHERE t.sweep_id = $1
        """;

    private const string OneTrial = $"{Trials} AND t.number = $2";

    private const string RunningTrials = $"{Trials} AND t.status = 'running' ORDER BY t.number";

    private void LoadTrials(IEnumerable<SqlCall> calls)
    {
        var byId = sweeps.Values.ToDictionary(sweep => sweep.Id);
        foreach (var loaded in session.Read(calls, row => LoadedTrial.From(row, byId[row.GetInt64(2)])))
            trials.Add((loaded.Sweep.Name, loaded.Rules.Trial.Number), loaded);
    }

    private void LoadReports(IEnumerable<LoadedTrial> wanted)
    {
        var byId = wanted.ToDictionary(trial => trial.Id, trial => trial.Rules);
        var reports = session.Read(
            byId.Keys.Select(id => new SqlCall("SELECT trial_id, epoch, attempt, metric FROM report WHERE trial_id = $1", id)),
            row => (Trial: row.GetInt64(0), Epoch: row.GetInt32(1), Attempt: row.GetInt32(2), Metric: Number(row, 3)));
        foreach (var report in reports) byId[report.Trial].AddStored(report.Epoch, report.Attempt, report.Metric);
    }

    private LoadedTrial? Loaded(LedgerChange change) => trials.GetValueOrDefault((change.Trial.Sweep, change.Trial.Trial));

    private static double? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Moment(DbDataReader row, int column) => Text(row, column) is { } text ? UtcText.Parse(text) : null;

    private sealed record LoadedTrial(long Id, long Config, SweepKey Sweep, TrialRules Rules)
    {
        private static readonly TrialConfig NoConfig = new("{}");

        /// <summary>The trial of a row of <see cref="Trials"/>.</summary>
        public static LoadedTrial From(DbDataReader row, SweepKey sweep) =>
            new(row.GetInt64(0), row.GetInt64(1), sweep, new TrialRules(sweep, Row(row, sweep.Name)));

        private static TrialRow Row(DbDataReader row, string sweep) => new()
        {
            Sweep = sweep,
            Plan = new PlannedTrial { Number = row.GetInt32(3), Config = NoConfig },
            Status = EnumText.Parse<TrialStatus>(row.GetString(4), "status"),
            Attempts = row.GetInt32(5),
            Failures = row.GetInt32(6),
            Metric = Number(row, 7),
            BestEpoch = row.IsDBNull(8) ? null : row.GetInt32(8),
            EpochsDone = row.GetInt32(9),
            Slot = Text(row, 10) is { } slot ? new SlotName(slot) : null,
            StartedAt = Moment(row, 11),
            EndedAt = Moment(row, 12),
            Reason = Text(row, 13),
        };
    }
}
