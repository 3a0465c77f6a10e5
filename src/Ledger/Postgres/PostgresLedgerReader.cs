using System.Data;
using System.Diagnostics;
using Npgsql;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>Reads a PostgreSQL ledger without ever writing to it or waiting for its writers. Each call sees one whole state of the database.</summary>
public sealed class PostgresLedgerReader : ILedgerView
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(200);

    private readonly PostgresAddress address;
    private readonly TimeSpan patience;
    private readonly NpgsqlDataSource connections;

    private PostgresLedgerReader(PostgresAddress address, TimeSpan patience) =>
        (this.address, this.patience, connections) = (address, patience, PostgresConnections.Readers(address));

    /// <summary>Opens an existing ledger; never makes one.</summary>
    /// <param name="address">The database.</param>
    /// <exception cref="LedgerException">
    /// Input error: no such database, a user without rights, no ledger in it, one made by a newer or older version. Otherwise: the server does not answer.
    /// </exception>
    public static PostgresLedgerReader Open(PostgresAddress address)
    {
        var reader = Of(address, Patience);
        PostgresConnections.Guarded(address, () =>
        {
            using var connection = reader.connections.CreateConnection();
            PostgresConnections.OpenChecked(connection, address);
            var version = PostgresSchema.Check(connection, address);
            if (version == 0) throw new LedgerException(
                $"there is no ledger in {PostgresErrors.Place(address)} yet. 'silo --cluster' makes one when it starts; is this the right database?", true);
            if (version < PostgresSchema.Readable) throw new LedgerException(
                $"ledger '{address.Display}' has schema version {version}, this program reads {PostgresSchema.Readable} and later. A node of this version brings it up to date when it starts", true);
            return true;
        });
        return reader;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<SweepRow>> ListSweeps() => Read(LedgerReads.Sweeps);

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> ListRunning() => Read(LedgerReads.Running);

    /// <inheritdoc />
    public Task<SweepRow?> FindSweep(string sweep) => Read(ledger => LedgerReads.Sweep(ledger, sweep));

    /// <inheritdoc />
    public Task<IReadOnlyList<TrialRow>> ListTrials(string sweep) => Read(ledger => LedgerReads.Trials(ledger, sweep));

    /// <inheritdoc />
    public Task<IReadOnlyList<EpochRow>> ListEpochs(string sweep, int? trial = null) => Read(ledger => LedgerReads.Epochs(ledger, sweep, trial));

    /// <inheritdoc />
    public Task<IReadOnlyList<MetricRow>> ListMetric(string sweep) => Read(ledger => LedgerReads.Metric(ledger, sweep));

    /// <inheritdoc />
    public Task<IReadOnlyList<SlotName>> ListRunningSlots(string sweep) => Read(ledger => LedgerReads.RunningSlots(ledger, sweep));

    /// <inheritdoc />
    public Task<IReadOnlyList<AttemptRow>> ListAttempts(string sweep, int? trial = null) => Read(ledger => LedgerReads.Attempts(ledger, sweep, trial));

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<CostKey, double>> RecordedEpochSeconds() => Read(LedgerReads.EpochSeconds);

    /// <inheritdoc />
    public Task<TrialRow?> FindTrial(string sweep, int number) => Read(ledger => LedgerReads.Trial(ledger, sweep, number));

    /// <inheritdoc />
    public Task<IReadOnlyList<TrialRow>> ListResults(string sweep) => Read(ledger => LedgerReads.Results(ledger, sweep));

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<int, double>> MedianSpeeds(string sweep, IReadOnlyCollection<int>? trials = null) => Read(ledger => LedgerReads.Speeds(ledger, sweep, trials));

    /// <inheritdoc />
    public Task<IReadOnlyList<OutcomeCount>> CountOutcomes(string sweep) => Read(ledger => LedgerReads.Outcomes(ledger, sweep));

    /// <inheritdoc />
    public LedgerReports ReadReports(string sweep) => PostgresConnections.Guarded(address, () =>
    {
        var connection = connections.OpenConnection();
        return new ReportReads(
            connection, connection.BeginTransaction(IsolationLevel.RepeatableRead), e => PostgresErrors.OfReading(address, e)).Start(sweep);
    });

    /// <inheritdoc />
    public LedgerRows Query(string sql) => PostgresQuery.Run(connections.CreateConnection(), address, sql);

    /// <summary>For a ledger whose database the caller has just made and checked.</summary>
    internal static PostgresLedgerReader Of(PostgresAddress address, TimeSpan patience) => new(address, patience);

    /// <summary>Closes the idle connections.</summary>
    internal ValueTask Close() => connections.DisposeAsync();

    // Reading again is always safe.
    private Task<T> Read<T>(Func<IDbConnection, T> read) => Task.Run(async () =>
    {
        for (var outage = Stopwatch.StartNew(); ;)
        {
            try
            {
                await using var connection = await connections.OpenConnectionAsync();
                return read(connection);
            }
            catch (Exception e) when (PostgresErrors.IsTransient(e) && outage.Elapsed < patience)
            {
                await Task.Delay(Wait);
            }
            catch (Exception e) when (PostgresErrors.OfReading(address, e) is { } explained)
            {
                throw explained;
            }
        }
    });
}
