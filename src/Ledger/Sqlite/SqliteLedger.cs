using Microsoft.Data.Sqlite;
using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Sqlite;

/// <summary>The ledger in a SQLite file: one writer that commits in groups, readers beside it (write-ahead log, every commit flushed to disk).</summary>
/// <remarks>Several processes may have the same file open; a writer waits for the lock of another one.</remarks>
public sealed class SqliteLedger : ILedger
{
    private const int LockTries = 3;

    private readonly GroupCommitWriter writer;
    private readonly SqliteLedgerReader reader;
    private readonly SweepWrites sweeps;
    private readonly TrialWrites trials;
    private readonly ConfigWrites configs;
    private readonly ReportWrites reports;

    private SqliteLedger(SqliteConnection connection, string path, TimeProvider clock)
    {
        configs = new ConfigWrites(connection);
        reports = new ReportWrites(connection);
        trials = new TrialWrites(connection, clock, configs, reports);
        sweeps = new SweepWrites(connection, path, clock, trials);
        reader = SqliteLedgerReader.Of(path);
        writer = new GroupCommitWriter(connection, path, LockTries);
    }

    /// <summary>Opens a ledger for writing; makes the file when there is none and brings an older one up to date.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="clock">Gives the times of rows.</param>
    /// <exception cref="LedgerException">
    /// Input error: a folder, a missing or read-only place, not a ledger, made by a newer version. Otherwise: full disk, damaged file, locked for longer than half a minute.
    /// </exception>
    public static SqliteLedger Open(string path, TimeProvider clock) => Open(path, clock, LedgerFile.LockWait);

    /// <inheritdoc />
    public Task CreateSweep(NewSweep sweep, IReadOnlyList<PlannedTrial> trials) => writer.Write(() => sweeps.Create(sweep, trials));

    /// <inheritdoc />
    public Task AddTrials(string sweep, long coordinator, IReadOnlyList<PlannedTrial> trials) => writer.Write(() =>
    {
        this.trials.Add(sweeps.Fence(sweep, coordinator), trials);
        return true;
    });

    /// <inheritdoc />
    public Task<long> Claim(string sweep, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<SlotName>? lostSlots = null) =>
        writer.Write(() => sweeps.Claim(sweep, stillRunning, [.. (lostSlots ?? []).Select(slot => slot.Text)]));

    /// <inheritdoc />
    public Task<IReadOnlyList<bool>> Apply(string sweep, long coordinator, IReadOnlyList<LedgerChange> changes)
    {
        if (changes.FirstOrDefault(change => change.Trial.Sweep != sweep) is { } stray)
            throw new ArgumentException($"expected changes of sweep '{sweep}', found one of {stray.Trial}", nameof(changes));
        return writer.Write<IReadOnlyList<bool>>(() =>
        {
            var key = sweeps.Fence(sweep, coordinator);
            return [.. changes.Select(change => trials.Apply(key, change))];
        });
    }

    /// <inheritdoc />
    public Task SetStatus(string sweep, long coordinator, SweepStatus status) => writer.Write(() =>
    {
        sweeps.SetStatus(sweeps.Fence(sweep, coordinator), status);
        return true;
    });

    /// <inheritdoc />
    public Task<IReadOnlyList<SweepRow>> ListSweeps() => reader.ListSweeps();

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ListRunning() => reader.ListRunning();

    /// <inheritdoc />
    public Task<SweepRow?> FindSweep(string sweep) => reader.FindSweep(sweep);

    /// <inheritdoc />
    public Task<IReadOnlyList<TrialRow>> ListTrials(string sweep) => reader.ListTrials(sweep);

    /// <inheritdoc />
    public Task<IReadOnlyList<EpochRow>> ListEpochs(string sweep, int? trial = null) => reader.ListEpochs(sweep, trial);

    /// <inheritdoc />
    public Task<IReadOnlyList<MetricRow>> ListMetric(string sweep) => reader.ListMetric(sweep);

    /// <inheritdoc />
    public Task<IReadOnlyList<SlotName>> ListRunningSlots(string sweep) => reader.ListRunningSlots(sweep);

    /// <inheritdoc />
    public Task<IReadOnlyList<AttemptRow>> ListAttempts(string sweep, int? trial = null) => reader.ListAttempts(sweep, trial);

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<CostKey, double>> RecordedEpochSeconds() => reader.RecordedEpochSeconds();

    /// <summary>Ends the queued writes, then closes the file.</summary>
    public ValueTask DisposeAsync() => writer.DisposeAsync();

    /// <summary>For tests: another wait for the lock of another program.</summary>
    internal static SqliteLedger Open(string path, TimeProvider clock, TimeSpan lockWait) => On(LedgerFile.OpenWriter(path, lockWait), path, clock);

    /// <summary>For tests: on a writing connection of their making.</summary>
    internal static SqliteLedger On(SqliteConnection connection, string path, TimeProvider clock) => new(connection, path, clock);
}
