using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace Sweep.Reports.Pictures;

/// <summary>Sums over the trials of one curve, by epoch: count, mean and spread in one pass (Welford 1962).</summary>
internal sealed class CurveSums(int epochs)
{
    private readonly int[] counts = new int[epochs];
    private readonly double[] means = new double[epochs];
    private readonly double[] squares = new double[epochs];
    private readonly double[] least = new double[epochs];
    private readonly double[] most = new double[epochs];

    public void Add(int place, double value)
    {
        var count = ++counts[place];
        if (count == 1) (least[place], most[place]) = (value, value);
        (least[place], most[place]) = (Math.Min(least[place], value), Math.Max(most[place], value));
        var step = value - means[place];
        means[place] += step / count;
        squares[place] += step * (value - means[place]);
    }

    public Curve Curve(string label, IReadOnlyList<int> trials, EpochGrid grid, CurveSpread spread)
    {
        int[] used = [.. Enumerable.Range(0, counts.Length).Where(place => counts[place] > 0)];
        var half = Array.ConvertAll(used, place => Half(place, spread));
        var hasBand = trials.Count > 1 && Array.Exists(half, double.IsFinite);
        return new Curve(
            Label: label,
            Trials: trials,
            Epochs: Array.ConvertAll(used, place => grid.Epochs[place]),
            Values: Array.ConvertAll(used, place => means[place]),
            Counts: Array.ConvertAll(used, place => counts[place]),
            Low: !hasBand ? null : [.. used.Select((place, i) => Edge(place, -half[i], spread))],
            High: !hasBand ? null : [.. used.Select((place, i) => Edge(place, half[i], spread))]);
    }

    /// <summary>Half the width of the band; NaN with fewer than two values.</summary>
    private double Half(int place, CurveSpread spread)
    {
        var count = counts[place];
        if (count < 2) return double.NaN;
        var deviation = Math.Sqrt(squares[place] / (count - 1));
        return spread == CurveSpread.Interval ? TwoSided(count - 1) * deviation / Math.Sqrt(count) : deviation;
    }

    private double Edge(int place, double half, CurveSpread spread) =>
        spread != CurveSpread.Range || double.IsNaN(half) ? means[place] + half : half < 0 ? least[place] : most[place];

    private static readonly ConcurrentDictionary<int, double> Known = new();

    /// <summary>97.5 % quantile of Student's t.</summary>
    private static double TwoSided(int freedom) => Known.GetOrAdd(freedom, degrees => StudentT.InvCDF(0, 1, degrees, 0.975));
}
