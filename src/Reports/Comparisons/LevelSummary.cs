namespace Sweep.Reports.Comparisons;

/// <summary>All trials with one value of the compared parameter.</summary>
/// <param name="Level">The value as people write it, for example <c>lstm</c> or <c>2</c>; <c>(absent)</c> where a condition leaves the parameter out.</param>
/// <param name="Trials">Trials with a metric: completed or stopped.</param>
/// <param name="Mean">Mean metric; null without any.</param>
/// <param name="Std">Sample standard deviation (n - 1); null with fewer than two. Mixes the other factors, so it is no measure of certainty.</param>
/// <param name="GeometricMean">Geometric mean, the mean on <see cref="ComparisonScale.Ratio"/>; null without trials or when a value is not positive.</param>
/// <param name="Best">Best metric; null without any.</param>
/// <param name="Lost">Trials that diverged, failed, or ended without the metric: they are in no mean and no pair, which flatters the level.</param>
/// <param name="From">Least value of a group of values; null for a single value.</param>
/// <param name="To">Largest value of a group of values; null for a single value.</param>
public sealed record LevelSummary(string Level, int Trials, double? Mean, double? Std, double? GeometricMean, double? Best, int Lost,
    double? From = null, double? To = null)
{
    /// <summary>The value as a number; null for a group, and for what is no number.</summary>
    public double? Number { get; init; }
}
