namespace Sweep.Reports.Comparisons;

/// <summary>Holm's step-down correction for several tests at once (S. Holm, Scandinavian Journal of Statistics 6, 1979).</summary>
public static class HolmCorrection
{
    /// <summary>Corrected p-values in the order given; null stays null and counts as no test.</summary>
    public static IReadOnlyList<double?> Adjust(IReadOnlyList<double?> pValues)
    {
        var adjusted = new double?[pValues.Count];
        int[] order = [.. Enumerable.Range(0, pValues.Count).Where(index => pValues[index] is not null).OrderBy(index => pValues[index])];
        var largest = 0.0;
        for (var place = 0; place < order.Length; place++)
        {
            largest = Math.Max(largest, Math.Min(1, (order.Length - place) * pValues[order[place]]!.Value));
            adjusted[order[place]] = largest;
        }

        return adjusted;
    }
}
