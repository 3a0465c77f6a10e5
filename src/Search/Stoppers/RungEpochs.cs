namespace Sweep.Search.Stoppers;

/// <summary>Where rungs lie.</summary>
public static class RungEpochs
{
    /// <summary>Steps from the first rung upwards; those that fall on one epoch are one rung.</summary>
    private const int MostSteps = 100;

    /// <summary>The whole parts of first, first·eta, first·eta², ..., ascending.</summary>
    /// <param name="first">First rung in epochs, at least 1.</param>
    /// <param name="eta">Above 1.</param>
    /// <param name="last">No rung lies after this epoch; null = no end.</param>
    public static IReadOnlyList<int> Upwards(int first, double eta, int? last = null)
    {
        var rungs = new List<int>();
        double epoch = first;
        for (var step = 0; step < MostSteps && epoch < int.MaxValue && (int)epoch <= (last ?? int.MaxValue); step++, epoch *= eta)
        {
            if (rungs.Count == 0 || (int)epoch > rungs[^1]) rungs.Add((int)epoch);
        }

        return rungs;
    }
}
