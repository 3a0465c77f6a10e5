using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;

namespace Sweep.Ledger;

/// <summary>A ledger opened for looking: what verbs read, and people's own SQL.
/// It holds no connection between calls, but for what is read row by row.</summary>
public interface ILedgerView : ILedgerReader
{
    /// <summary>One trial; null when the sweep has none of that number.</summary>
    Task<TrialRow?> FindTrial(string sweep, int number);

    /// <summary>The trials of a sweep with what ranks and compares them: a small part of what <see cref="ILedgerReader.ListTrials"/> costs.
    /// None when there is no such sweep.</summary>
    Task<SweepResults> ReadResults(string sweep);

    /// <summary>Median tokens per second over the accepted epochs of each trial that reports them, or of some; null = all.</summary>
    Task<IReadOnlyDictionary<int, double>> MedianSpeeds(string sweep, IReadOnlyCollection<int>? trials = null);

    /// <summary>The attempts of a sweep, counted by how they ended.</summary>
    Task<IReadOnlyList<OutcomeCount>> CountOutcomes(string sweep);

    /// <summary>The trials that have a metric, counted by what made their last attempts, command lines left out; the most come first.
    /// Empty for a ledger of an older version.</summary>
    Task<IReadOnlyList<MakerCount>> CountMakers(string sweep);

    /// <summary>The trials of a sweep, read row by row.</summary>
    LedgerTrials ReadTrials(string sweep);

    /// <summary>The decisions of a sweep, read row by row, with how far its trials are.</summary>
    LedgerDecisions ReadDecisions(string sweep);

    /// <summary>Some decisions of a sweep, by number; the others are not read.</summary>
    Task<IReadOnlyList<Decision>> FindDecisions(string sweep, DecisionQuery query);

    /// <summary>The accepted reports of a sweep, read row by row: there may be millions.</summary>
    LedgerReports ReadReports(string sweep);

    /// <summary>Points of learning curves, read row by row: there may be millions.</summary>
    LedgerCurves ReadCurves(string sweep, CurveQuery query);

    /// <summary>Names of the metrics that trials of a sweep report, its own first; looked up in the last reports of some of them.</summary>
    Task<IReadOnlyList<string>> ListMetricNames(string sweep);

    /// <summary>What moved in a sweep since its trials were as told; null = the first look, which tells states alone. Costs little where
    /// little did, however many trials there are.</summary>
    /// <returns>null when there is no such sweep.</returns>
    Task<SweepMoves?> ReadChanges(string sweep, IReadOnlyDictionary<int, TrialState>? known);

    /// <summary>Watches for writes.</summary>
    LedgerWatch Watch();

    /// <summary>Runs people's own SQL (<c>sweep query</c>), which can only read; rows are read from the ledger as they are taken.</summary>
    /// <param name="sql">A SELECT (or WITH, VALUES, EXPLAIN, PRAGMA) over the views that docs/ledger.md describes.</param>
    /// <param name="end">Ends it, also while the database works on a row.</param>
    /// <exception cref="OperationCanceledException">It was ended; rows throw it, too.</exception>
    /// <exception cref="LedgerException">Input error: a mistake in the SQL, or a statement that would write.</exception>
    LedgerRows QueryUntil(string sql, CancellationToken end);

    /// <summary>The same for who waits as long as it takes.</summary>
    LedgerRows Query(string sql) => QueryUntil(sql, CancellationToken.None);
}
