namespace Sweep.Search.GaussianProcesses;

/// <summary>How much a point is worth trying: the logarithm of the expected improvement on a best mean, in standardised values.</summary>
internal sealed class Acquisition(GaussianProcess process, double best) : IWorth
{
    public double Of(ReadOnlySpan<double> point)
    {
        var (mean, variance) = process.Predict(point);
        return ExpectedImprovement.Log(mean, variance, best).Value;
    }

    public double Of(ReadOnlySpan<double> point, Span<double> gradient)
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

/// <summary>How much points are worth.</summary>
internal interface IWorth
{
    /// <summary>The worth of a point.</summary>
    double Of(ReadOnlySpan<double> point);

    /// <summary>The worth of a point, and its gradient.</summary>
    double Of(ReadOnlySpan<double> point, Span<double> gradient);
}
