using Microsoft.Data.Sqlite;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>Writes about trials and their attempts. Every change states its own condition in SQL, so a refused one leaves no trace.</summary>
internal sealed class TrialWrites(SqliteConnection connection, TimeProvider clock, ConfigWrites configs, ReportWrites reports)
{
    private readonly Statement add = new(connection,
        """
        INSERT INTO trial (sweep_id, number, config_id, replicate, seed, status, epochs, floor, corpus_sha256, cost_key)
        VALUES (?1, ?2, ?3, ?4, ?5, 'planned', ?6, ?7, ?8, ?9) ON CONFLICT (sweep_id, number) DO NOTHING
        """, 9);

    private readonly Statement start = new(connection,
        """
        UPDATE trial SET status = 'running', attempts = ?3, slot = ?4, started_at = coalesce(started_at, ?5), reason = NULL
        WHERE sweep_id = ?1 AND number = ?2 AND status = 'planned' AND attempts = ?3 - 1 RETURNING id
        """, 5);

    private readonly Statement addAttempt = new(connection, "INSERT INTO attempt (trial_id, number, slot, started_at) VALUES (?1, ?2, ?3, ?4)", 4);

    private readonly Statement endAttempt = new(connection,
        "UPDATE attempt SET ended_at = ?3, outcome = ?4, reason = ?5, stderr_tail = ?6 WHERE trial_id = ?1 AND number = ?2", 6);

    private readonly Statement findRunning = new(connection,
        "SELECT id, config_id FROM trial WHERE sweep_id = ?1 AND number = ?2 AND status = 'running' AND attempts = ?3", 3);

    private readonly Statement allRunning = new(connection, "SELECT id, number, attempts, slot FROM trial WHERE sweep_id = ?1 AND status = 'running'", 1);

    private readonly Statement end = new(connection,
        """
        UPDATE trial SET status = ?2, ended_at = ?3, reason = ?4, failures = failures + ?5,
          metric = iif(?2 = 'diverged', NULL, metric), best_epoch = iif(?2 = 'diverged', NULL, best_epoch)
        WHERE id = ?1
        """, 5);

    private readonly Statement cancel = new(connection,
        """
        UPDATE trial SET status = 'cancelled', ended_at = ?3, reason = ?4
        WHERE sweep_id = ?1 AND number = ?2 AND status = 'planned' RETURNING config_id
        """, 4);

    /// <summary>Adds planned trials; numbers that are there stay as they are.</summary>
    public void Add(SweepKey sweep, IReadOnlyList<PlannedTrial> trials)
    {
        var touched = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var trial in trials)
        {
            if (!touched.TryGetValue(trial.Config.Json, out var config)) touched.Add(trial.Config.Json, config = configs.Intern(sweep, trial));
            add.Run(sweep.Id, trial.Number, config, trial.Replicate, trial.Seed, trial.Epochs, trial.Corpus?.FloorPerplexity, trial.Corpus?.Sha256, trial.CostKey.Text);
        }

        foreach (var config in touched.Values) configs.Refresh(sweep, config);
    }

    /// <summary>Applies one change if it holds.</summary>
    public bool Apply(SweepKey sweep, LedgerChange change) => change switch
    {
        AttemptStarted started => Start(sweep, started),
        EpochReported reported => reports.Accept(sweep, reported, Now()),
        AttemptFinished finished => Finish(sweep, finished),
        PlannedTrialCancelled cancelled => Cancel(sweep, cancelled),
        _ => throw new ArgumentException($"the ledger does not know the change {change.GetType().Name}", nameof(change)),
    };

    /// <summary>Ends every running attempt, but for those named, and plans their trials again.</summary>
    public void Interrupt(SweepKey sweep, HashSet<(int Trial, int Attempt)> stillRunning, HashSet<string> lostSlots)
    {
        foreach (var (id, number, attempt, slot) in allRunning.All(row => (row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetString(3)), sweep.Id))
        {
            if (stillRunning.Contains((number, attempt))) continue;
            var (outcome, reason) = lostSlots.Contains(slot) ? (AttemptOutcome.LostNode, LeftBehind.LostNode) : (AttemptOutcome.Interrupted, LeftBehind.Interrupted);
            endAttempt.Run(id, attempt, Now(), outcome.Word(), reason, null);
            end.Run(id, TrialStatus.Planned.Word(), null, reason, 0);
        }
    }

    private bool Start(SweepKey sweep, AttemptStarted change)
    {
        var now = Now();
        var id = start.First(row => row.GetInt64(0), sweep.Id, change.Trial.Trial, change.Trial.Attempt, change.Slot.Text, now);
        return id != 0 && addAttempt.Run(id, change.Trial.Attempt, change.Slot.Text, now) == 1;
    }

    private bool Finish(SweepKey sweep, AttemptFinished change)
    {
        var (trial, ended, next) = change;
        if (next == TrialStatus.Running) throw new ArgumentException($"{trial} ended, so its trial cannot be running afterwards", nameof(change));
        var (id, config) = findRunning.First(row => (row.GetInt64(0), row.GetInt64(1)), sweep.Id, trial.Trial, trial.Attempt);
        if (id == 0) return false;
        var now = Now();
        endAttempt.Run(id, trial.Attempt, now, ended.Outcome.Word(), ended.Reason, ended.StderrTail);
        if (next is TrialStatus.Completed or TrialStatus.Stopped or TrialStatus.Diverged) reports.KeepUpToLastOf(sweep, id, trial.Attempt);
        end.Run(id, next.Word(), next.IsFinal() ? now : null, next == TrialStatus.Completed ? null : ended.Reason, change.IsCounted ? 1 : 0);
        if (next.IsFinal()) configs.Refresh(sweep, config);
        return true;
    }

    private bool Cancel(SweepKey sweep, PlannedTrialCancelled change)
    {
        var config = cancel.First(row => row.GetInt64(0), sweep.Id, change.Trial.Trial, Now(), change.Reason);
        if (config == 0) return false;
        configs.Refresh(sweep, config);
        return true;
    }

    private string Now() => UtcText.From(clock.GetUtcNow());
}
