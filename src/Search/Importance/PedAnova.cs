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
/// by their share. Bounds come from a bootstrap, clarity from <see cref="ChanceTest"/> with Bonferroni's correction.
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
        var inside = results.Select(result => (Point: space.Encode(result.Config), Loss: result.Loss ?? double.PositiveInfinity))
            .Where(result => result.Point is not null).ToList();
        return Of(
            [.. Enumerable.Range(0, space.Axes.Count).Where(i => !space.Axes[i].IsConstant).Select(i => new ParameterColumn(
                space.Axes[i].Name, [.. inside.Select(result => result.Point![i])], IsOrdered: !space.Axes[i].IsCategorical))],
            inside.ConvertAll(result => result.Loss), options);
    }

    /// <summary>Importance of parameters. The order of the results does not matter.</summary>
    /// <param name="parameters">Those that vary, with a number for each result.</param>
    /// <param name="losses">Lower is better; what is no finite number is as bad as can be.</param>
    /// <param name="options">How to measure.</param>
    public static ImportanceReport Of(
        IReadOnlyList<ParameterColumn> parameters, IReadOnlyList<double> losses, ImportanceOptions options)
    {
        if (losses.Count < FewestResults)
            return ImportanceReport.Unclear($"there are {losses.Count} results, and it takes {FewestResults} at least");
        var order = BestFirst(parameters, losses);
        var sorted = Array.ConvertAll(order, place => OrInfinite(losses[place]));
        var top = CountBest(sorted, options.Quantile);
        if (top == 0) return ImportanceReport.Unclear("no result is a finite number");
        if (top == sorted.Length) return ImportanceReport.Unclear("all results are equally good");
        return Report([.. parameters.Select(parameter => ParameterBins.Of(parameter, order, top))], sorted, top, options);
    }

    private static double OrInfinite(double loss) => double.IsFinite(loss) ? loss : double.PositiveInfinity;

    /// <summary>Places of the results; equally good ones by their parameters, so that nothing depends on who came first.</summary>
    private static int[] BestFirst(IReadOnlyList<ParameterColumn> parameters, IReadOnlyList<double> losses)
    {
        var order = Enumerable.Range(0, losses.Count).ToArray();
        Array.Sort(order, (x, y) =>
        {
            var compared = OrInfinite(losses[x]).CompareTo(OrInfinite(losses[y]));
            for (var i = 0; compared == 0 && i < parameters.Count; i++)
                compared = parameters[i].Numbers[x].CompareTo(parameters[i].Numbers[y]);
            return compared;
        });
        return order;
    }

    /// <summary>How many of the results, best first, are the best share of all; those as good as the last of them belong to it, those
    /// without a finite loss do not.</summary>
    private static int CountBest(double[] losses, double share, int[]? times = null)
    {
        var wanted = Math.Ceiling(share * losses.Length);
        var top = 0;
        for (var count = 0; top < losses.Length && count < wanted && double.IsFinite(losses[top]); top++)
            count += times is null ? 1 : times[top];
        while (top > 0 && top < losses.Length && losses[top].Equals(losses[top - 1])) top++;
        return top;
    }

    private static ImportanceReport Report(List<ParameterBins> bins, double[] losses, int top, ImportanceOptions options)
    {
        var once = Enumerable.Repeat(1, losses.Length).ToArray();
        var variances = bins.ConvertAll(parameter => parameter.Variance(once, top));
        var shares = Shares(variances);
        var random = new SeededRandom(options.Seed);
        var drawn = Bootstrap(bins, losses, options, random);
        var parameters = bins.Select((parameter, i) =>
        {
            var sorted = drawn.Select(draw => draw[i]).Order().ToList();
            var chance = Math.Min(1, parameter.Chance(top, random) * bins.Count);
            return new ParameterImportance(
                parameter.Name, shares[i], Quantile(sorted, 0.05), Quantile(sorted, 0.95), parameter.ActiveShare, chance < Level, chance);
        }).OrderByDescending(parameter => parameter.Share).ToList();
        var rate = (double)top / losses.Length;
        return new(
            parameters,
            parameters.Exists(parameter => parameter.IsClear) ? null
                : $"cannot tell: none of {bins.Count} parameters stands out among {losses.Length:N0} results")
        {
            Best = top,
            Explained = Math.Min(1, variances.Sum() / (rate * (1 - rate))),
        };
    }

    /// <summary>Shares in samples drawn with replacement; their own chance variance comes on top of that of the results.</summary>
    private static List<double[]> Bootstrap(
        List<ParameterBins> bins, double[] losses, ImportanceOptions options, SeededRandom random)
    {
        var times = new int[losses.Length];
        return [.. Enumerable.Range(0, options.Draws).Select(_ =>
        {
            Array.Clear(times);
            for (var draw = 0; draw < times.Length; draw++) times[random.NextInt(times.Length)]++;
            var top = CountBest(losses, options.Quantile, times);
            return Shares(bins.ConvertAll(parameter => parameter.Variance(times, top, corrections: 2)));
        })];
    }

    private static double[] Shares(List<double> variances)
    {
        var sum = variances.Sum();
        return [.. variances.Select(variance => sum > 0 ? variance / sum : 0)];
    }

    private static double Quantile(List<double> sorted, double share) => sorted.Count == 0 ? 0 : sorted[(int)(share * (sorted.Count - 1))];
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
    /// <summary>Results that count as the best.</summary>
    public int Best { get; init; }

    /// <summary>Share of the variance of "is among the best" that single parameters explain, 0 to 1. What is left is their interplay,
    /// and chance.</summary>
    public double Explained { get; init; }

    internal static ImportanceReport Unclear(string why) => new([], $"cannot tell: {why}");
}

/// <summary>Importance of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Share">Its part of the variance that single parameters explain, 0 to 1; all together are 1.</param>
/// <param name="Low">5 % bound of the share.</param>
/// <param name="High">95 % bound of the share.</param>
/// <param name="ActiveShare">Share of the results whose configuration has it.</param>
/// <param name="IsClear">False when chance alone may have made it.</param>
/// <param name="P">Probability that chance alone makes so much of it, corrected for the number of parameters.</param>
public sealed record ParameterImportance(
    string Name, double Share, double Low, double High, double ActiveShare, bool IsClear, double P);

/// <summary>The values of one parameter, one for each result.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Numbers">Its number in each result; categories are whole numbers from 0; NaN = the configuration has no such
/// parameter.</param>
/// <param name="IsOrdered">False for categories.</param>
public sealed record ParameterColumn(string Name, double[] Numbers, bool IsOrdered);
