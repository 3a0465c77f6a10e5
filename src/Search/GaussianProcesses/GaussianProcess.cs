namespace Sweep.Search.GaussianProcesses;

/// <summary>What is believed of a function after some values: a mean and a variance at every point.</summary>
/// <remarks>Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, algorithm 2.1. Not safe for use by two
/// threads.</remarks>
internal sealed class GaussianProcess
{
    private static readonly double[] Jitters = [0, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3];

    private readonly PointTable table;
    private readonly KernelSettings settings;
    private readonly Kernel kernel;
    private readonly TriangularFactor factor = new();
    private readonly double jitter;
    private readonly List<double> values = [];
    private double[] weights = [];
    private double[] covariances = [];
    private double[] slopes = [];
    private double[] solved = [];
    private double[] work = [];

    private GaussianProcess(PointTable table, KernelSettings settings, double jitter)
    {
        (this.table, this.settings, this.jitter) = (table, settings, jitter);
        kernel = new Kernel(table, settings);
    }

    /// <summary>A process that has seen standardised values, the noise of each multiplied by its share; null when even a jitter of 0.001
    /// leaves the matrix singular. The table has room for what is added later.</summary>
    public static GaussianProcess? TryMake(
        PointTable table, ReadOnlySpan<double> values, ReadOnlySpan<double> noiseShares, KernelSettings settings)
    {
        var point = new double[table.Axes.Count == 0 ? 0 : table.Axes.Max(axis => axis.Number) + 1];
        foreach (var jitter in Jitters)
        {
            var process = new GaussianProcess(table, settings, jitter);
            var row = 0;
            for (; row < values.Length; row++)
            {
                table.Read(row, point);
                if (!process.Append(point, values[row], noiseShares[row])) break;
            }

            if (row == values.Length)
            {
                process.Solve();
                return process;
            }
        }

        return null;
    }

    /// <summary>Adds a point with the value that is expected there (kriging believer: Ginsbourger, Le Riche and Carraro, "Kriging Is
    /// Well-Suited to Parallelize Optimization", 2010): the mean stays, the variance around it shrinks.</summary>
    /// <returns>False when the point adds nothing that can be told from rounding.</returns>
    public bool Believe(ReadOnlySpan<double> point)
    {
        var mean = Predict(point).Mean;
        if (!Append(point, mean, 1)) return false;
        table.Add(point);
        Solve();
        return true;
    }

    /// <summary>Mean and variance of the function, without noise.</summary>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> point)
    {
        kernel.Fill(point, covariances, [], work);
        return Moments();
    }

    /// <summary>Mean and variance, and the gradient by the point of a function of both, given its slopes by both.</summary>
    public (double Mean, double Variance) Predict(
        ReadOnlySpan<double> point, Func<double, double, (double ByMean, double ByVariance)> slopesAt, Span<double> gradient)
    {
        kernel.Fill(point, covariances, slopes, work);
        var (mean, variance) = Moments();
        var (byMean, byVariance) = slopesAt(mean, variance);
        factor.SolveUpper(solved);
        for (var i = 0; i < solved.Length; i++) solved[i] = byMean * weights[i] - 2 * byVariance * solved[i];
        kernel.Gradient(point, slopes, solved, gradient, work);
        return (mean, variance);
    }

    private (double Mean, double Variance) Moments()
    {
        var mean = Rows.Dot(covariances, weights);
        covariances.CopyTo(solved, 0);
        factor.SolveLower(solved);
        return (mean, Math.Max(1e-14, kernel.Variance - Rows.Dot(solved, solved)));
    }

    private bool Append(ReadOnlySpan<double> point, double value, double noiseShare)
    {
        var n = factor.Count;
        var row = new double[n + 1];
        kernel.Fill(point, row.AsSpan(0, n), [], new double[n]);
        row[n] = kernel.Variance + settings.Noise * noiseShare + jitter;
        if (!factor.TryAppend(row)) return false;
        values.Add(value);
        return true;
    }

    private void Solve()
    {
        var n = factor.Count;
        weights = [.. values];
        factor.SolveLower(weights);
        factor.SolveUpper(weights);
        (covariances, slopes, solved, work) = (new double[n], new double[n], new double[n], new double[n]);
    }
}
