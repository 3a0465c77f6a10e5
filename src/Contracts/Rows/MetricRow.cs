namespace Sweep.Contracts.Rows;

/// <summary>The sweep's own metric of one accepted (trial, epoch).</summary>
/// <param name="Trial">Trial number.</param>
/// <param name="Epoch">Epoch, from 1.</param>
/// <param name="Metric">Its value.</param>
public readonly record struct MetricRow(int Trial, int Epoch, double Metric);
