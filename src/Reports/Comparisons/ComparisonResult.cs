namespace Sweep.Reports.Comparisons;

/// <summary>A comparison, or what is wrong with the question.</summary>
/// <param name="Table">The answer; null exactly when there is a problem.</param>
/// <param name="Problem">Input error: what was expected, what was found, and the way out.</param>
public sealed record ComparisonResult(ComparisonTable? Table, string? Problem);
