using MathNet.Numerics.Distributions;
using Sweep.Search.Encodings;
using Sweep.Search.Randomness;
using Sweep.Search.Samplers;

namespace Sweep.Search.Importance;

/// <summary>Which parameters decide whether a configuration is among the best.</summary>
/// <remarks>
/// Watanabe, Bansal and Hutter, "PED-ANOVA" (arXiv 2304.10255), section 4: with b = 1 for the best share q of all results, the importance
/// of a parameter is the variance of its marginal, Var(E[b | x_d]) = q² E[(p_top(x_d) / p(x_d) - 1)²] (theorem 1), here with counts in
/// bins of about equal numbers of results instead of kernel densities, and less the (B - 1) q (1 - q) / (n - 1) that B bins of n results
/// show when the parameter does nothing. A parameter that only some configurations have is looked at among those, and its variance counts
/// by their share. Bounds come from a bootstrap, clarity from Pearson's chi-squared test with Bonferroni's correction.
/// </remarks>
public static class PedAnova
{
    /// <summary>Results below which nothing is said.</summary>
    public const int FewestResults = 20;

    private const double Level = 0.05;

    /// <summary>Importance of all parameters that vary.</summary>
    /// <param name="space">The space.</param>
    /// <param name="results">Results; those whose configuration lies outside of the space do not count.</param>
    /// <param name="options">How to measure.</param>
    public static ImportanceReport Of(EncodedSpace space, IReadOnlyList<Observation> results, ImportanceOptions options)
    {
        var inside = results.Select(result => (Point: space.Encode(result.Config), Loss: Finite(result.Loss)))
            .Where(result => result.Point is not null).OrderBy(result => result.Loss).ToList();
        if (inside.Count < FewestResults)
            return ImportanceReport.Unclear($"there are {inside.Count} results, and it takes {FewestResults} at least");
        var losses = inside.ConvertAll(result => result.Loss);
        var top = BestShare.Of(losses, options.Quantile);
        if (top == losses.Count) return ImportanceReport.Unclear("all results are equally good");
        var bins = Enumerable.Range(0, space.Axes.Count).Where(i => !space.Axes[i].IsConstant)
            .Select(i => ParameterBins.Of(space.Axes[i], [.. inside.Select(result => result.Point![i])], top)).ToList();
        return Report(bins, losses, options);
    }

    private static ImportanceReport Report(List<ParameterBins> bins, List<double> losses, ImportanceOptions options)
    {
        var once = Enumerable.Repeat(1, losses.Count).ToArray();
        var effects = bins.ConvertAll(parameter => parameter.Measure(once, BestShare.Of(losses, options.Quantile)));
        var shares = Shares(effects.ConvertAll(effect => effect.Variance));
        var drawn = Bootstrap(bins, losses, options);
        var parameters = bins.Select((parameter, i) =>
        {
            var sorted = drawn.Select(draw => draw[i]).Order().ToList();
            var effect = effects[i];
            var chance = effect.Bins < 2 ? 1 : 1 - ChiSquared.CDF(effect.Bins - 1, effect.ChiSquared);
            return new ParameterImportance(
                parameter.Name, shares[i], Quantile(sorted, 0.05), Quantile(sorted, 0.95), parameter.ActiveShare,
                chance * bins.Count < Level);
        }).OrderByDescending(parameter => parameter.Share).ToList();
        return new(
            parameters,
            parameters.Exists(parameter => parameter.IsClear) ? null
                : $"cannot tell: none of {bins.Count} parameters stands out among {losses.Count} results");
    }

    /// <summary>Shares in samples drawn with replacement; their own chance variance comes on top of that of the results.</summary>
    private static List<double[]> Bootstrap(List<ParameterBins> bins, List<double> losses, ImportanceOptions options)
    {
        var random = new SeededRandom(options.Seed);
        return [.. Enumerable.Range(0, options.Draws).Select(_ =>
        {
            var times = new int[losses.Count];
            for (var draw = 0; draw < times.Length; draw++) times[random.NextInt(times.Length)]++;
            var top = BestShare.Of(losses, options.Quantile, times);
            return Shares(bins.ConvertAll(parameter => parameter.Measure(times, top, corrections: 2).Variance));
        })];
    }

    private static double[] Shares(List<double> variances)
    {
        var sum = variances.Sum();
        return [.. variances.Select(variance => sum > 0 ? variance / sum : 0)];
    }

    private static double Quantile(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)(share * (sorted.Count - 1))];

    private static double Finite(double? loss) => loss is { } value && double.IsFinite(value) ? value : double.PositiveInfinity;
}

/// <summary>How importance is measured. Immutable.</summary>
public sealed record ImportanceOptions
{
    /// <summary>Share of the results that counts as the best, above 0 and below 1; default 0.1.</summary>
    public double Quantile { get; init; } = 0.1;

    /// <summary>Samples of the bootstrap; default 200.</summary>
    public int Draws { get; init; } = 200;

    /// <summary>Equal seeds give equal bounds; default 0.</summary>
    public long Seed { get; init; }
}

/// <summary>What is known of the parameters' importance.</summary>
/// <param name="Parameters">The most important first.</param>
/// <param name="CannotTell">Why nothing can be said, one sentence for people; null = something can.</param>
public sealed record ImportanceReport(IReadOnlyList<ParameterImportance> Parameters, string? CannotTell)
{
    internal static ImportanceReport Unclear(string why) => new([], $"cannot tell: {why}");
}

/// <summary>Importance of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Share">Its part of the variance that single parameters explain, 0 to 1; all together are 1.</param>
/// <param name="Low">5 % bound of the share.</param>
/// <param name="High">95 % bound of the share.</param>
/// <param name="ActiveShare">Share of the results whose configuration has it.</param>
/// <param name="IsClear">False when chance alone may have made it.</param>
public sealed record ParameterImportance(string Name, double Share, double Low, double High, double ActiveShare, bool IsClear);
