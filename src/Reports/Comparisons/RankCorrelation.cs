namespace Sweep.Reports.Comparisons;

/// <summary>Spearman's rank correlation: whether one quantity rises or falls with another, in whatever shape.</summary>
/// <param name="Rho">From -1 (falls always) to 1 (rises always).</param>
/// <param name="P">Two-sided p of "they have nothing to do with each other".</param>
/// <param name="Count">Pairs of values behind it.</param>
public sealed record RankCorrelation(double Rho, double P, int Count);
