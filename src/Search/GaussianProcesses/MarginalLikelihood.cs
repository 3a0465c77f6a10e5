namespace Sweep.Search.GaussianProcesses;

/// <summary>How well hyperparameters explain standardised values, and which explain them best. The noise of each value is multiplied by its
/// share: 1 for one run, 1/r for the mean of r.</summary>
internal sealed class MarginalLikelihood(PointTable table, double[] values, double[] noiseShares)
{
    private const double LeastLength = 1e-3, MostLength = 1e3, LeastScale = 1e-3, MostScale = 1e2, LeastNoise = 1e-6, MostNoise = 2;

    private readonly double[][] slopes = [.. values.Select((_, i) => new double[i])];
    private readonly double[] point = new double[table.Axes.Count == 0 ? 0 : table.Axes.Max(axis => axis.Number) + 1];
    private readonly double[] work = new double[values.Length];
    private readonly double[] parts = new double[values.Length];
    private readonly double[] scaled = new double[values.Length];
    private readonly double[] kernelOf = new double[values.Length];

    /// <summary>Log density of the values, without the constant: -1/2 y^T K^-1 y - 1/2 log det K (Rasmussen and Williams, 2006,
    /// equation 5.8); -infinity when the matrix is not positive definite.</summary>
    public double Log(KernelSettings settings) =>
        Factor(settings, null) is { } factor ? Log(factor, Solve(factor)) : double.NegativeInfinity;

    /// <summary>The hyperparameters of highest density, given the values and <see cref="Priors"/>, so many steps from a start.</summary>
    public KernelSettings Fit(KernelSettings start, int steps)
    {
        var x = Pack(start);
        var (low, high) = (Bounds(start, LeastLength, LeastScale, LeastNoise), Bounds(start, MostLength, MostScale, MostNoise));
        new BoundedMinimizer(steps, 1e-2).Minimize(x, low, high, 1, (at, gradient) => Objective(at, gradient, start));
        return Unpack(x, start);
    }

    /// <summary>Minus the log density of values and hyperparameters, by the logarithms of these, with its gradient.</summary>
    internal double Objective(ReadOnlySpan<double> logs, Span<double> gradient, KernelSettings shape)
    {
        var settings = Unpack(logs, shape);
        if (Factor(settings, slopes) is not { } factor) return double.PositiveInfinity;
        var weights = Solve(factor);
        var value = -Log(factor, weights) - Priors.Log(settings);
        // -1/2 tr((w w^T - K^-1) dK), equation 5.9.
        var inverse = factor.Inverse();
        for (var i = 0; i < inverse.Length; i++)
        {
            for (var k = 0; k <= i; k++) inverse[i][k] = weights[i] * weights[k] - inverse[i][k];
        }

        Slopes(settings, inverse, gradient);
        Finish(settings, Rows.Dot(values, weights) - values.Length, gradient);
        return value;
    }

    /// <summary>The logarithms that the search works on.</summary>
    internal static double[] Pack(KernelSettings settings) =>
    [
        .. settings.Lengths.Select(q => Math.Log(q)), Math.Log(settings.Scale), Math.Log(settings.Noise),
        .. settings.SumScale > 0 ? settings.SumLengths.Select(q => Math.Log(q)).Append(Math.Log(settings.SumScale)) : [],
    ];

    private static KernelSettings Unpack(ReadOnlySpan<double> logs, KernelSettings shape)
    {
        var d = shape.Lengths.Length;
        var plain = new double[logs.Length];
        for (var i = 0; i < plain.Length; i++) plain[i] = Math.Exp(logs[i]);
        var settings = new KernelSettings(plain[..d], plain[d], plain[d + 1]);
        return shape.SumScale > 0 ? settings with { SumLengths = plain[(d + 2)..^1], SumScale = plain[^1] } : settings;
    }

    private static double[] Bounds(KernelSettings shape, double length, double scale, double noise) =>
        Pack(shape with
        {
            Lengths = [.. shape.Lengths.Select(_ => length)],
            Scale = scale,
            Noise = noise,
            SumLengths = [.. shape.SumLengths.Select(_ => length)],
            SumScale = shape.SumScale > 0 ? scale : 0,
        });

    private TriangularFactor? Factor(KernelSettings settings, double[][]? slopes)
    {
        var kernel = new Kernel(table, settings);
        var factor = new TriangularFactor();
        for (var i = 0; i < values.Length; i++)
        {
            table.Read(i, point);
            var row = new double[i + 1];
            kernel.Fill(point, row.AsSpan(0, i), slopes is null ? [] : slopes[i], work.AsSpan(0, i));
            row[i] = kernel.Variance + settings.Noise * noiseShares[i];
            if (!factor.TryAppend(row)) return null;
        }

        return factor;
    }

    private double[] Solve(TriangularFactor factor)
    {
        double[] weights = [.. values];
        factor.SolveLower(weights);
        factor.SolveUpper(weights);
        return weights;
    }

    private double Log(TriangularFactor factor, double[] weights) => -0.5 * Rows.Dot(values, weights) - factor.LogDiagonal;

    private void Slopes(KernelSettings settings, double[][] weights, Span<double> gradient)
    {
        var d = settings.Lengths.Length;
        gradient.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            table.Read(i, point);
            var row = weights[i].AsSpan(0, i);
            var joint = slopes[i].AsSpan();
            var squared = work.AsSpan(0, i);
            var diagonal = 0.5 * weights[i][i];
            gradient[d + 1] -= diagonal * noiseShares[i];
            for (var k = 0; k < joint.Length; k++) joint[k] *= row[k];
            for (var j = 0; j < d; j++)
            {
                squared.Clear();
                table.AddDistances(squared, j, point, 1);
                gradient[j] -= Rows.Dot(joint, squared);
                if (settings.SumScale > 0) SumSlopes(settings, row, squared, j, gradient);
            }

            if (settings.SumScale > 0) gradient[^1] -= diagonal;
        }
    }

    // Slopes by the one-dimensional kernel of a parameter, before they are multiplied by what they belong to.
    private void SumSlopes(KernelSettings settings, ReadOnlySpan<double> row, Span<double> squared, int j, Span<double> gradient)
    {
        var d = settings.Lengths.Length;
        var slope = parts.AsSpan(0, row.Length);
        var at = scaled.AsSpan(0, row.Length);
        var kernel = kernelOf.AsSpan(0, row.Length);
        at.Clear();
        Rows.AddScaled(at, squared, settings.SumLengths[j]);
        Rows.Matern(at, kernel, slope);
        gradient[^1] -= Rows.Dot(row, kernel) / d;
        for (var k = 0; k < slope.Length; k++) slope[k] *= row[k];
        gradient[d + 2 + j] -= Rows.Dot(slope, squared) * settings.SumScale / d;
    }

    // By logarithms, and with the priors'. The slope by the joint scale follows from tr((w w^T - K^-1) K) = y^T w - n.
    private static void Finish(KernelSettings settings, double trace, Span<double> gradient)
    {
        var d = settings.Lengths.Length;
        for (var j = 0; j < d; j++) gradient[j] = gradient[j] * settings.Lengths[j] - Priors.LengthSlope(settings.Lengths[j]);
        gradient[d + 1] *= settings.Noise;
        gradient[d] = -0.5 * trace - gradient[d + 1] - Priors.ScaleSlope(settings.Scale);
        gradient[d + 1] -= Priors.NoiseSlope(settings.Noise);
        if (settings.SumScale == 0) return;
        for (var j = 0; j < d; j++)
            gradient[d + 2 + j] = gradient[d + 2 + j] * settings.SumLengths[j] - Priors.LengthSlope(settings.SumLengths[j]);
        gradient[^1] *= settings.SumScale;
        gradient[d] -= gradient[^1];
        gradient[^1] -= Priors.SumScaleSlope(settings.SumScale);
    }
}
