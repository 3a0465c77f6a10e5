namespace Sweep.Search.Objectives;

/// <summary>How far the neighbours of a point on its front are apart (Deb and others, 2002, III-B).</summary>
public static class Crowding
{
    /// <summary>The distance of each point: the sum over objectives of the difference between its two neighbours, as a share of the range
    /// of the front; infinite at both ends of each objective.</summary>
    /// <param name="front">Losses of the points of one front; all with equally many, none of them NaN.</param>
    public static double[] Distances(IReadOnlyList<IReadOnlyList<double>> front)
    {
        var distances = new double[front.Count];
        for (var objective = 0; objective < (front.Count == 0 ? 0 : front[0].Count); objective++)
        {
            var values = Array.ConvertAll(Enumerable.Range(0, front.Count).ToArray(), point => front[point][objective]);
            var order = Enumerable.Range(0, front.Count).OrderBy(point => values[point]).ToArray();
            var range = values[order[^1]] - values[order[0]];
            distances[order[0]] = distances[order[^1]] = double.PositiveInfinity;
            if (!(range > 0) || !double.IsFinite(range)) continue;
            for (var place = 1; place < order.Length - 1; place++)
                distances[order[place]] += (values[order[place + 1]] - values[order[place - 1]]) / range;
        }

        return distances;
    }
}
