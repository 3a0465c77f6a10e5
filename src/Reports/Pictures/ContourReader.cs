namespace Sweep.Reports.Pictures;

/// <summary>Reads the metric over two parameters.</summary>
public static class ContourReader
{
    private const int FewestBins = 3;
    private const int MostBins = 16;

    /// <summary>Trials that a cell should hold, about.</summary>
    private const double PerCell = 3;

    /// <summary>The means of points over two parameters.</summary>
    public static ContourPicture Of(PointsPicture points)
    {
        var bins = (int)Math.Clamp(Math.Sqrt(points.All / PerCell), FewestBins, MostBins);
        var (x, y) = (points.Parameters[0], points.Parameters[1]);
        var (xEdges, yEdges) = (Edges(x, bins), Edges(y, bins));
        var columns = xEdges.Length - 1;
        var (sums, counts) = (new double[columns * (yEdges.Length - 1)], new int[columns * (yEdges.Length - 1)]);
        for (var point = 0; point < points.Trials.Length; point++)
        {
            var (column, row) = (Cell(xEdges, points.Columns[0][point]), Cell(yEdges, points.Columns[1][point]));
            if (column < 0 || row < 0) continue;
            sums[(row * columns) + column] += points.Values[point];
            counts[(row * columns) + column]++;
        }

        var placed = counts.Sum();
        var means = sums.Select((sum, cell) => counts[cell] == 0 ? double.NaN : sum / counts[cell]).ToArray();
        return new ContourPicture(
            Sweep: points.Sweep,
            Metric: PictureAxes.OfMetric(points.Metric.Name, means),
            Maximize: points.Maximize,
            X: x,
            Y: y,
            XEdges: xEdges,
            YEdges: yEdges,
            Means: means,
            Counts: counts,
            Trials: placed,
            Notes: placed == points.All ? [] : [$"{points.All - placed:N0} trials lack one of both parameters"]);
    }

    /// <summary>Equal steps on the axis' own scale.</summary>
    private static double[] Edges(PictureAxis axis, int bins)
    {
        if (axis.Scale == AxisScale.Category)
            return [.. Enumerable.Range(0, Math.Max(1, axis.Categories.Count) + 1).Select(edge => edge - 0.5)];
        var (low, high) = (axis.Low ?? 0, axis.High ?? 1);
        if (low == high) return [low - 0.5, low + 0.5];
        return [.. Enumerable.Range(0, bins + 1).Select(edge => edge == bins ? high : axis.Scale == AxisScale.Log
            ? low * Math.Pow(high / low, edge / (double)bins) : low + ((high - low) * edge / bins))];
    }

    /// <summary>Number of the cell; the last one has both its edges. -1 for NaN.</summary>
    private static int Cell(double[] edges, double value)
    {
        if (double.IsNaN(value)) return -1;
        var found = Array.BinarySearch(edges, value);
        return Math.Clamp(found >= 0 ? found : ~found - 1, 0, edges.Length - 2);
    }
}
