using MathNet.Numerics.Distributions;

namespace Sweep.Search.GaussianProcesses;

/// <summary>Losses as a Gaussian process wants them: finite, with mean 0 and variance 1, their order kept.</summary>
internal static class LossTransform
{
    /// <summary>Standardised losses. What is null or not finite counts as worst; <paramref name="halveTail"/> draws in what is worse than
    /// the median.</summary>
    public static double[] Apply(IReadOnlyList<double?> losses, bool halveTail)
    {
        var finite = losses.Where(loss => loss is { } value && double.IsFinite(value)).Select(loss => loss!.Value).Order().ToArray();
        if (finite.Length == 0) return new double[losses.Count];
        // Halves of the range first: the difference of huge numbers may be infinite.
        var (low, high) = (finite[0] / 2, finite[^1] / 2);
        var range = high - low;
        double[] scaled = [.. losses.Select(loss => Share(loss))];
        if (halveTail && range > 0) HalveTail(scaled);
        return Standardise(scaled);

        double Share(double? loss) => range <= 0 ? 0
            : loss is { } value && double.IsFinite(value) ? (value / 2 - low) / range : 1;
    }

    /// <summary>Losses worse than the median become the median plus what a normal distribution with the spread of the better half would
    /// have at their rank, so that a few terrible values do not hide the differences between good ones (half-rank warping of Song et al.,
    /// "The Vizier Gaussian Process Bandit Algorithm", 2024, section 3.2).</summary>
    private static void HalveTail(double[] values)
    {
        double[] sorted = [.. values.Order()];
        var median = sorted[(sorted.Length - 1) / 2];
        var good = sorted.TakeWhile(value => value <= median).ToArray();
        var spread = Math.Sqrt(good.Sum(value => (value - median) * (value - median)) / good.Length);
        if (spread == 0) return;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] <= median) continue;
            var worse = sorted.Length - Upper(sorted, values[i]);
            var equal = sorted.Length - worse - Lower(sorted, values[i]);
            // Places from the worst, from 1; equal values share the mean of theirs. The median is at half.
            var place = worse + (equal + 1) / 2.0;
            var half = sorted.Length - good.Length + 0.5;
            values[i] = median - spread * Normal.InvCDF(0, 1, 0.5 * (place - 0.5) / half);
        }
    }

    private static int Upper(double[] sorted, double value)
    {
        var i = Lower(sorted, value);
        while (i < sorted.Length && sorted[i] == value) i++;
        return i;
    }

    private static int Lower(double[] sorted, double value)
    {
        var i = Array.BinarySearch(sorted, value);
        while (i > 0 && sorted[i - 1] == value) i--;
        return i;
    }

    private static double[] Standardise(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
        return [.. values.Select(value => deviation > 0 ? (value - mean) / deviation : 0)];
    }
}
