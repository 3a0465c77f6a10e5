namespace Sweep.Search.Objectives;

/// <summary>Sorts points into fronts: the first has those that no other point dominates, the next those that only the first one's do, and
/// so on (Deb and others, "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002, III-A).</summary>
/// <remarks>
/// A point dominates another one when it is nowhere worse and somewhere better; equal points share a front. For two objectives the work is
/// n log n; for more it is that of the efficient non-dominated sort with binary search (Zhang and others, 2015): at most the number of
/// objectives times n², and about n^1.5 for points at random.
/// </remarks>
public static class ParetoFronts
{
    /// <summary>True when one point dominates another one, with as many losses; lower is better.</summary>
    public static bool Dominates(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        var better = false;
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i] > b[i]) return false;
            better |= a[i] < b[i];
        }

        return better;
    }

    /// <summary>The front of each point, from 0.</summary>
    /// <param name="points">Losses, lower is better; all with equally many, none of them NaN.</param>
    public static int[] Of(IReadOnlyList<IReadOnlyList<double>> points)
    {
        var order = Enumerable.Range(0, points.Count).ToArray();
        Array.Sort(order, (a, b) => Compare(points[a], points[b]) is not 0 and var sign ? sign : a.CompareTo(b));
        var fronts = new int[points.Count];
        var front = points.Count > 0 && points[0].Count <= 2 ? OfPair(points) : OfMany(points);
        for (var place = 0; place < order.Length; place++)
        {
            var isSame = place > 0 && Compare(points[order[place - 1]], points[order[place]]) == 0;
            fronts[order[place]] = isSame ? fronts[order[place - 1]] : front(order[place]);
        }

        return fronts;
    }

    /// <summary>Points come in order, so of each front the newest has the least second loss, and it dominates if any does. These losses
    /// ascend from front to front.</summary>
    private static Func<int, int> OfPair(IReadOnlyList<IReadOnlyList<double>> points)
    {
        var last = new List<double>();
        return point =>
        {
            var front = First(last.Count, i => points[point][^1] < last[i]);
            if (front == last.Count) last.Add(0);
            last[front] = points[point][^1];
            return front;
        };
    }

    /// <summary>What a front dominates, so does every earlier one: the first that does not is found by halving.</summary>
    private static Func<int, int> OfMany(IReadOnlyList<IReadOnlyList<double>> points)
    {
        var members = new List<List<int>>();
        return point =>
        {
            var front = First(members.Count, i => !members[i].Exists(other => Dominates(points[other], points[point])));
            if (front == members.Count) members.Add([]);
            members[front].Add(point);
            return front;
        };
    }

    /// <summary>The first number for which something holds, where it does for all after that; the count = for none.</summary>
    internal static int First(int count, Func<int, bool> holds)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(middle)) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private static int Compare(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        for (var i = 0; i < a.Count; i++)
        {
            if (a[i].CompareTo(b[i]) is not 0 and var sign) return sign;
        }

        return 0;
    }
}

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
