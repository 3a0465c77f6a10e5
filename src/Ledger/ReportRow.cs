namespace Sweep.Ledger;

/// <summary>The accepted report of one (trial, epoch), as one of very many (<see cref="LedgerReports"/>).</summary>
/// <param name="Trial">Trial number.</param>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Attempt">Attempt whose report was accepted.</param>
/// <param name="Seconds">Wall-clock seconds of the epoch.</param>
/// <param name="Metrics">Values in the order of <see cref="LedgerReports.Metrics"/>; null where the report has none. The next row uses the array again.</param>
public readonly record struct ReportRow(int Trial, int Epoch, int Attempt, double Seconds, IReadOnlyList<double?> Metrics);
