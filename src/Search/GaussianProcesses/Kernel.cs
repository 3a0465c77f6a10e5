namespace Sweep.Search.GaussianProcesses;

/// <summary>Covariances of a point with those of a table: a kernel over all parameters together, and a mean of kernels over one
/// parameter each.</summary>
/// <remarks>
/// The joint kernel is Matern 5/2 of the weighted squared distance. The mean of one-dimensional ones models main effects, which explain
/// most of what hyperparameters do (Hutter, Hoos and Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance", 2014):
/// what was learnt of a parameter at one place holds everywhere (Duvenaud, Nickisch and Rasmussen, "Additive Gaussian Processes", 2011).
/// </remarks>
internal sealed class Kernel(PointTable table, KernelSettings settings)
{
    /// <summary>Variance of a point with itself, without noise.</summary>
    public double Variance => settings.Scale + settings.SumScale;

    /// <summary>Covariances with the first points of the table, and slopes of the joint kernel by the weighted squared distance, unless
    /// these are empty. <paramref name="work"/> is room for as many numbers.</summary>
    public void Fill(ReadOnlySpan<double> point, Span<double> covariances, Span<double> slopes, Span<double> work)
    {
        work.Clear();
        for (var j = 0; j < table.Axes.Count; j++) table.AddDistances(work, j, point, settings.Lengths[j]);
        Rows.Matern(work, covariances, slopes);
        for (var k = 0; k < covariances.Length; k++) covariances[k] *= settings.Scale;
        for (var k = 0; k < slopes.Length; k++) slopes[k] *= settings.Scale;
        if (settings.SumScale == 0) return;
        var share = settings.SumScale / table.Axes.Count;
        Span<double> values = new double[work.Length];
        for (var j = 0; j < table.Axes.Count; j++)
        {
            work.Clear();
            table.AddDistances(work, j, point, settings.SumLengths[j]);
            Rows.Matern(work, values, []);
            Rows.AddScaled(covariances, values, share);
        }
    }

    /// <summary>Gradient by the point of a weighted sum of its covariances, given the slopes of <see cref="Fill"/>; 0 for categories and
    /// what is missing.</summary>
    public void Gradient(
        ReadOnlySpan<double> point, ReadOnlySpan<double> slopes, ReadOnlySpan<double> weights, Span<double> gradient, Span<double> work)
    {
        gradient.Clear();
        for (var k = 0; k < work.Length; k++) work[k] = weights[k] * slopes[k];
        for (var j = 0; j < table.Axes.Count; j++)
            gradient[table.Axes[j].Number] = settings.Lengths[j] * table.Slope(work, j, point);
        if (settings.SumScale == 0) return;
        Span<double> parts = new double[work.Length];
        for (var j = 0; j < table.Axes.Count; j++)
        {
            if (table.Axes[j].IsCategory || double.IsNaN(point[table.Axes[j].Number])) continue;
            work.Clear();
            table.AddDistances(work, j, point, settings.SumLengths[j]);
            Rows.Matern(work, [], parts);
            for (var k = 0; k < parts.Length; k++) parts[k] *= weights[k];
            gradient[table.Axes[j].Number] +=
                settings.SumScale / table.Axes.Count * settings.SumLengths[j] * table.Slope(parts, j, point);
        }
    }
}
