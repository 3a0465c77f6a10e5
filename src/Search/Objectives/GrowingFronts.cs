namespace Sweep.Search.Objectives;

/// <summary>Fronts of points that come one by one: those of <see cref="ParetoFronts"/> of all that have come.</summary>
/// <remarks>
/// A point that comes goes to the first front in which none dominates it. Those there that it dominates go one front on, where they do the
/// same (Li and others, "Efficient nondomination level update method for steady-state evolutionary multiobjective optimization", 2017).
/// Where most points are on the first front, as with many objectives, the work of a point is the number of objectives times that of points;
/// a sort of all of them costs as often as many.
/// </remarks>
/// <param name="first">Points to begin with: losses, lower is better; all with equally many, none of them NaN.</param>
public sealed class GrowingFronts(IReadOnlyList<IReadOnlyList<double>> first)
{
    private readonly List<IReadOnlyList<double>> points = [.. first];
    private readonly List<List<int>> fronts =
    [
        .. ParetoFronts.Of(first).Index().GroupBy(at => at.Item, at => at.Index).OrderBy(front => front.Key)
            .Select(front => front.ToList()),
    ];

    /// <summary>The front of each point, from 0, in the order in which they came.</summary>
    public int[] ToArray()
    {
        var found = new int[points.Count];
        foreach (var (front, members) in fronts.Index())
        {
            foreach (var member in members) found[member] = front;
        }

        return found;
    }

    /// <summary>A point comes.</summary>
    /// <param name="point">Its losses, as many as the others have, none of them NaN.</param>
    public void Add(IReadOnlyList<double> point)
    {
        List<int> coming = [points.Count];
        points.Add(point);
        var front = ParetoFronts.First(fronts.Count, i => !fronts[i].Exists(other => ParetoFronts.Dominates(points[other], point)));
        for (; coming.Count > 0; front++)
        {
            if (front == fronts.Count) fronts.Add([]);
            var leaving = Leave(fronts[front], coming);
            fronts[front].AddRange(coming);
            coming = leaving;
        }
    }

    /// <summary>Takes those out of a front that one of others dominates.</summary>
    private List<int> Leave(List<int> front, List<int> others)
    {
        var leaving = new List<int>();
        front.RemoveAll(member =>
        {
            if (!others.Exists(other => ParetoFronts.Dominates(points[other], points[member]))) return false;
            leaving.Add(member);
            return true;
        });
        return leaving;
    }
}
