namespace Sweep.Search.GaussianProcesses;

/// <summary>How much a point is worth trying: the logarithm of the expected improvement on a best mean.</summary>
/// <param name="process">What is believed.</param>
/// <param name="best">The mean to improve on, in standardised values.</param>
internal sealed class Acquisition(GaussianProcess process, double best)
{
    /// <summary>The worth of a point.</summary>
    public double Value(ReadOnlySpan<double> point)
    {
        var (mean, variance) = process.Predict(point);
        return ExpectedImprovement.Log(mean, variance, best).Value;
    }

    /// <summary>The worth of a point, and its gradient.</summary>
    public double Value(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var (mean, variance) = process.Predict(point, Slopes, gradient);
        return ExpectedImprovement.Log(mean, variance, best).Value;
    }

    private (double ByMean, double ByVariance) Slopes(double mean, double variance)
    {
        var (_, byMean, byVariance) = ExpectedImprovement.Log(mean, variance, best);
        return (byMean, byVariance);
    }
}
