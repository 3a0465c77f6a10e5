namespace Sweep.Search.GaussianProcesses;

/// <summary>A parameter as the kernel sees it.</summary>
/// <param name="Number">Its place in a point.</param>
/// <param name="IsCategory">True when its numbers are categories, which are equal or not.</param>
/// <param name="IsConditional">True when some points lack it (<see cref="double.NaN"/>).</param>
internal readonly record struct KernelAxis(int Number, bool IsCategory, bool IsConditional);

/// <summary>Points by column, and the squared distances of a point to all of them, one parameter at a time.</summary>
/// <remarks>
/// Numbers: (x - x')^2. Categories: 0 or 1 (Hamming). A parameter that both points lack adds 0. One that only one of them lacks adds what
/// two places of a plane are apart: existing values lie on a line, the missing one beside its middle; so the distances stay those of points
/// in a space, and the kernel positive definite (after the arc kernel of Swersky et al., "Raiders of the Lost Architecture", 2014).
/// </remarks>
internal sealed class PointTable(IReadOnlyList<KernelAxis> axes, int capacity)
{
    /// <summary>Squared distance between a missing value and the middle of the existing ones.</summary>
    private const double Apart = 1;

    private readonly double[][] values = [.. axes.Select(_ => new double[capacity])];
    private readonly double[]?[] exists = [.. axes.Select(axis => axis.IsConditional ? new double[capacity] : null)];

    public IReadOnlyList<KernelAxis> Axes => axes;
    public int Count { get; private set; }

    public void Add(ReadOnlySpan<double> point)
    {
        for (var j = 0; j < axes.Count; j++)
        {
            values[j][Count] = Value(j, point);
            if (exists[j] is { } column) column[Count] = Exists(j, point);
        }

        Count++;
    }

    /// <summary>Writes a point back as the kernel sees it; what it lacks is <see cref="double.NaN"/>.</summary>
    public void Read(int row, Span<double> point)
    {
        for (var j = 0; j < axes.Count; j++)
            point[axes[j].Number] = exists[j] is { } column && column[row] == 0 ? double.NaN : values[j][row];
    }

    /// <summary>Adds the weighted squared distances in one parameter between a point and the first ones of the table to a row.</summary>
    public void AddDistances(Span<double> row, int axis, ReadOnlySpan<double> point, double weight)
    {
        var value = Value(axis, point);
        var column = values[axis].AsSpan(0, row.Length);
        if (axes[axis].IsCategory) Rows.AddDifferent(row, column, value, weight);
        else Rows.AddSquares(row, column, value, weight);
        if (exists[axis] is { } there) Rows.AddSquares(row, there.AsSpan(0, row.Length), Exists(axis, point), weight * Apart);
    }

    /// <summary>Sum over the first points of weight times the slope of the squared distance by the number of the point:
    /// 2 (x - x') for numbers that exist, else 0.</summary>
    public double Slope(ReadOnlySpan<double> weights, int axis, ReadOnlySpan<double> point)
    {
        var x = point[axes[axis].Number];
        if (axes[axis].IsCategory || double.IsNaN(x)) return 0;
        var sum = 0.0;
        foreach (var weight in weights) sum += weight;
        return 2 * (x * sum - Rows.Dot(weights, values[axis].AsSpan(0, weights.Length)));
    }

    private double Value(int axis, ReadOnlySpan<double> point)
    {
        var x = point[axes[axis].Number];
        return !double.IsNaN(x) ? x : axes[axis].IsCategory ? -1 : 0.5;
    }

    private double Exists(int axis, ReadOnlySpan<double> point) => double.IsNaN(point[axes[axis].Number]) ? 0 : 1;
}
