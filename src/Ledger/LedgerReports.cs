namespace Sweep.Ledger;

/// <summary>The accepted reports of a sweep by trial and epoch, as they are at one moment, read one by one. Dispose it to let go of the ledger.</summary>
/// <param name="metrics">Names of the metrics that any of them has.</param>
/// <param name="rows">The reports. Taken once; throws <see cref="LedgerException"/> when the database fails on the way.</param>
/// <param name="owner">Disposed with it.</param>
public sealed class LedgerReports(IReadOnlyList<string> metrics, IEnumerable<ReportRow> rows, IDisposable owner) : IDisposable
{
    /// <summary>Names of the metrics that any of them has, in no particular order.</summary>
    public IReadOnlyList<string> Metrics { get; } = metrics;

    /// <summary>The reports as they are read; take them once, and each before the next.</summary>
    public IEnumerable<ReportRow> Rows { get; } = rows;

    /// <inheritdoc />
    public void Dispose() => owner.Dispose();
}
