using Microsoft.Data.Sqlite;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Sqlite;

/// <summary>Reads a SQLite ledger without ever writing to it or waiting for its writer. Each call sees one whole state of the file.</summary>
public sealed class SqliteLedgerReader : ILedgerView
{
    private readonly string path;

    private SqliteLedgerReader(string path) => this.path = path;

    /// <summary>Opens an existing ledger; never makes one. Works for a file and folder that cannot be written, too.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LedgerException">Input error: no such file, a folder, not a ledger, made by a newer version.</exception>
    public static SqliteLedgerReader Open(string path)
    {
        LedgerFile.OpenReader(path).Dispose();
        return new SqliteLedgerReader(path);
    }

    /// <summary>Opens a ledger where there is one; null where there is no file yet, or one without any table (its making was interrupted, or is going on).</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="LedgerException">Input error: a folder, not a ledger, made by a newer version.</exception>
    public static SqliteLedgerReader? OpenIfAny(string path)
    {
        using var found = LedgerFile.OpenReaderIfAny(path);
        return found is null ? null : new SqliteLedgerReader(path);
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
    public LedgerReports ReadReports(string sweep)
    {
        var connection = LedgerFile.OpenReader(path);
        return new ReportReads(connection, connection.BeginTransaction(deferred: true), e => SqliteErrors.OfReading(path, e)).Start(sweep);
    }

    /// <inheritdoc />
    public LedgerRows Query(string sql) => FreeQuery.Run(LedgerFile.OpenReader(path), path, sql);

    /// <summary>For a ledger whose file the caller has just made and checked.</summary>
    internal static SqliteLedgerReader Of(string path) => new(path);

    private Task<T> Read<T>(Func<SqliteConnection, T> read) => Task.Run(() =>
    {
        using var connection = LedgerFile.OpenReader(path);
        try
        {
            return read(connection);
        }
        catch (Exception e) when (SqliteErrors.OfReading(path, e) is { } explained)
        {
            throw explained;
        }
    });
}
