using Dapper;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>The ledger in a PostgreSQL database, which any number of nodes have open at once. Each has one writer that commits in groups.</summary>
/// <remarks>
/// What passes by itself (a restart or fail-over of the server, a lost connection, a deadlock) is tried again for a minute, and every write counts
/// once all the same: each transaction carries a number by which the writer learns whether a commit that it lost sight of was made.
/// </remarks>
public sealed class PostgresLedger : ILedger
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StaleWriter = TimeSpan.FromDays(7);

    private readonly PostgresWriter writer;
    private readonly PostgresLedgerReader reader;
    private readonly SweepTransactions sweeps;

    private PostgresLedger(PostgresAddress address, TimeProvider clock, TimeSpan patience)
    {
        sweeps = new SweepTransactions(address, clock);
        reader = PostgresLedgerReader.Of(address, patience);
        writer = new PostgresWriter(address, new WriterSession(address, $"{Guid.NewGuid():N}", clock), clock, patience);
    }

    /// <summary>Opens a ledger for writing; makes the schema when there is none and brings an older one up to date. Nodes may do so at once.</summary>
    /// <param name="address">The database; it must exist.</param>
    /// <param name="clock">Gives the times of rows.</param>
    /// <exception cref="LedgerException">
    /// Input error: no such database, a user without rights, another program's tables, a schema made by a newer version. Otherwise: the server does not answer.
    /// </exception>
    public static PostgresLedger Open(PostgresAddress address, TimeProvider clock) => Open(address, clock, Patience);

    /// <inheritdoc />
    public async Task CreateSweep(NewSweep sweep, IReadOnlyList<PlannedTrial> trials) =>
        await writer.Write(new SingleJob<bool>(connection => sweeps.Create(connection, sweep, trials)));

    /// <inheritdoc />
    public async Task AddTrials(string sweep, long coordinator, IReadOnlyList<PlannedTrial> trials) =>
        await writer.Write(new SingleJob<bool>(connection => sweeps.AddTrials(connection, sweep, coordinator, trials)));

    /// <inheritdoc />
    public Task<long> Claim(string sweep, IReadOnlyCollection<TrialRef> stillRunning, IReadOnlyCollection<SlotName>? lostSlots = null) =>
        writer.Write(new SingleJob<long>(connection => sweeps.Claim(connection, sweep, stillRunning, [.. (lostSlots ?? []).Select(slot => slot.Text)])));

    /// <inheritdoc />
    public Task<IReadOnlyList<bool>> Apply(string sweep, long coordinator, IReadOnlyList<LedgerChange> changes) =>
        changes.FirstOrDefault(change => change.Trial.Sweep != sweep) is { } stray
            ? throw new ArgumentException($"expected changes of sweep '{sweep}', found one of {stray.Trial}", nameof(changes))
            : writer.Write(new ApplyJob(sweep, coordinator, changes));

    /// <inheritdoc />
    public async Task SetStatus(string sweep, long coordinator, SweepStatus status) =>
        await writer.Write(new SingleJob<bool>(connection => sweeps.SetStatus(connection, sweep, coordinator, status)));

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

    /// <summary>Ends the queued writes, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        await reader.Close();
    }

    /// <summary>For tests: another patience.</summary>
    internal static PostgresLedger Open(PostgresAddress address, TimeProvider clock, TimeSpan patience)
    {
        PostgresConnections.Guarded(address, () =>
        {
            using var connection = PostgresConnections.Writer(address);
            PostgresConnections.OpenChecked(connection, address);
            PostgresSchema.Apply(connection, address);
            connection.Execute("DELETE FROM writer WHERE seen_at < @before", new { before = UtcText.From(clock.GetUtcNow() - StaleWriter) });
            return true;
        });
        return new PostgresLedger(address, clock, patience);
    }
}
