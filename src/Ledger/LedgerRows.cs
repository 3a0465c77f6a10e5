using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger;

/// <summary>Rows as they are at one moment, read one by one. Dispose it to let go of the ledger.</summary>
/// <param name="rows">Taken once; throws <see cref="LedgerException"/> when the database fails on the way.</param>
/// <param name="owner">Disposed with it.</param>
public abstract class LedgerSequence<T>(IEnumerable<T> rows, IDisposable owner) : IDisposable
{
    /// <summary>The rows as they are read; take them once.</summary>
    public IEnumerable<T> Rows { get; } = rows;

    /// <inheritdoc />
    public void Dispose()
    {
        owner.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The result of a query. Its values are null, <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or
/// <see cref="byte"/>[].</summary>
public sealed class LedgerRows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, IDisposable owner)
    : LedgerSequence<IReadOnlyList<object?>>(rows, owner)
{
    /// <summary>No value is longer than this, in bytes (SQLite) or characters (PostgreSQL):
    /// one value must fit in memory several times over.</summary>
    public const int LongestValue = 8 << 20;

    /// <summary>Names in order; they may repeat.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    internal static LedgerException TooLong(Exception? inner = null) =>
        new($"a value of this query is longer than {LongestValue >> 20} MiB, the most that one may be: ask for a part of it (substr), or " +
            "for its length", true, inner);
}

/// <summary>The accepted reports of a sweep by trial and epoch. Take each before the next.</summary>
public sealed class LedgerReports(IReadOnlyList<string> metrics, IEnumerable<ReportRow> rows, IDisposable owner)
    : LedgerSequence<ReportRow>(rows, owner)
{
    /// <summary>Names of the metrics that any of them has, in no particular order.</summary>
    public IReadOnlyList<string> Metrics { get; } = metrics;
}

/// <summary>The trials of a sweep by number.</summary>
public sealed class LedgerTrials(IReadOnlyList<TrialConfig> configs, long count, IEnumerable<TrialRow> rows, IDisposable owner)
    : LedgerSequence<TrialRow>(rows, owner)
{
    /// <summary>Their configurations, each once, in order of their first trials.</summary>
    public IReadOnlyList<TrialConfig> Configs { get; } = configs;

    /// <summary>How many trials there are.</summary>
    public long Count { get; } = count;
}

/// <summary>The decisions of a sweep by number; none where no decision depends on any event, and in a ledger of an older version.</summary>
public sealed class LedgerDecisions(IReadOnlyList<TrialSteps> trials, IEnumerable<Decision> rows, IDisposable owner)
    : LedgerSequence<Decision>(rows, owner)
{
    /// <summary>How far its trials are, by number.</summary>
    public IReadOnlyList<TrialSteps> Trials { get; } = trials;
}

/// <summary>Points of learning curves by trial and epoch.</summary>
public sealed class LedgerCurves(IEnumerable<CurvePoint> rows, IDisposable owner) : LedgerSequence<CurvePoint>(rows, owner);

/// <summary>How far a trial is.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Status">Its state.</param>
/// <param name="EpochsDone">Last accepted epoch; 0 = none.</param>
/// <param name="Epochs">Epochs of the whole trial; 0 = nobody knows.</param>
public readonly record struct TrialSteps(int Number, TrialStatus Status, int EpochsDone, int Epochs);

/// <summary>The accepted report of one (trial, epoch), as one of very many (<see cref="LedgerReports"/>).</summary>
/// <param name="Trial">Trial number.</param>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Attempt">Attempt whose report was accepted.</param>
/// <param name="Seconds">Wall-clock seconds of the epoch.</param>
/// <param name="Metrics">Values in the order of <see cref="LedgerReports.Metrics"/>; null where the report has none.
/// The next row uses the array again.</param>
public readonly record struct ReportRow(int Trial, int Epoch, int Attempt, double Seconds, IReadOnlyList<double?> Metrics);

/// <summary>How many attempts of a sweep ended in one way.</summary>
/// <param name="Outcome">How; null = they run.</param>
/// <param name="Attempts">How many.</param>
public sealed record OutcomeCount(AttemptOutcome? Outcome, long Attempts);

/// <summary>Trials that the same made.</summary>
/// <param name="Maker">What made them; null when it is not recorded.</param>
/// <param name="Trials">How many, at least 1.</param>
public sealed record MakerCount(MadeBy? Maker, long Trials);
