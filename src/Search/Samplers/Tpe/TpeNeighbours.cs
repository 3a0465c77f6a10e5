using Sweep.Search.Encodings;

namespace Sweep.Search.Samplers.Tpe;

/// <summary>Points that differ from another in one discrete parameter, by one category or one cell.</summary>
internal static class TpeNeighbours
{
    /// <summary>The neighbours of a point that have the same parameters as it.</summary>
    public static IEnumerable<double[]> Of(EncodedSpace space, double[] point)
    {
        for (var i = 0; i < point.Length; i++)
        {
            if (double.IsNaN(point[i]) || space.Axes[i].IsContinuous) continue;
            foreach (var number in Beside(space.Axes[i], point[i]))
            {
                var neighbour = (double[])point.Clone();
                neighbour[i] = number;
                if (HasSameParameters(space, neighbour)) yield return neighbour;
            }
        }
    }

    private static IEnumerable<double> Beside(Axis axis, double number)
    {
        if (axis.IsCategorical)
        {
            return Enumerable.Range(0, (int)axis.Count!.Value).Where(i => i != (int)number && axis.Probability(i) > 0)
                .Select(i => (double)i);
        }

        var cell = axis.CellAt(number);
        double[] outside = [cell.Low - 1e-9, cell.High + 1e-9];
        return outside.Where(unit => unit is >= 0 and <= 1).Select(unit => axis.CellAt(unit).Centre).Where(other => other != number);
    }

    private static bool HasSameParameters(EncodedSpace space, double[] point) =>
        Enumerable.Range(0, point.Length).All(i => space.Exists(i, point) != double.IsNaN(point[i]));
}
