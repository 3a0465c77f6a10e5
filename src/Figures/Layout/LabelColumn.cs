namespace Sweep.Figures.Layout;

/// <summary>Places labels of lines one below the other, as near to their lines as may be.</summary>
internal static class LabelColumn
{
    /// <summary>Places labels so that they do not overlap.</summary>
    /// <remarks>The sum of squared distances to the wanted places is least: labels that would collide are put together into blocks around
    /// their mean (pool adjacent violators, Barlow et al. 1972), then moved inside.</remarks>
    /// <param name="wanted">Wanted place of each label.</param>
    /// <param name="gap">Least distance of two; when there is no room for all between low and high, they are closer to each other.</param>
    /// <param name="low">Least place.</param>
    /// <param name="high">Largest place.</param>
    public static double[] Place(IReadOnlyList<double> wanted, double gap, double low, double high)
    {
        if (wanted.Count == 0) return [];
        if (wanted.Count > 1) gap = Math.Min(gap, (high - low) / (wanted.Count - 1));
        int[] order = [.. Enumerable.Range(0, wanted.Count).OrderBy(i => wanted[i])];
        // With the room of those before taken off, places must only not fall.
        var blocks = new List<(double Sum, int Count)>();
        for (var rank = 0; rank < order.Length; rank++)
        {
            blocks.Add((Math.Clamp(wanted[order[rank]], low, high) - (rank * gap), 1));
            while (blocks.Count > 1 && Mean(blocks[^2]) > Mean(blocks[^1]))
            {
                blocks[^2] = (blocks[^2].Sum + blocks[^1].Sum, blocks[^2].Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }

        var places = new double[wanted.Count];
        var next = 0;
        foreach (var block in blocks)
        {
            for (var i = 0; i < block.Count; i++, next++)
                places[order[next]] = Math.Clamp(Mean(block), low, high - ((order.Length - 1) * gap)) + (next * gap);
        }

        return places;
    }

    private static double Mean((double Sum, int Count) block) => block.Sum / block.Count;
}
