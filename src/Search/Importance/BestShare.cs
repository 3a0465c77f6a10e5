namespace Sweep.Search.Importance;

/// <summary>Which results are the best.</summary>
internal static class BestShare
{
    /// <summary>How many of the results, best first, are the best share of all; those as good as the last of them belong to it, those
    /// without a finite loss do not.</summary>
    /// <param name="losses">Ascending.</param>
    /// <param name="share">Above 0, below 1.</param>
    /// <param name="times">How often each result counts; null = once.</param>
    public static int Of(double[] losses, double share, int[]? times = null)
    {
        var wanted = Math.Ceiling(share * losses.Length);
        var top = 0;
        for (var count = 0; top < losses.Length && count < wanted && double.IsFinite(losses[top]); top++)
            count += times is null ? 1 : times[top];
        while (top > 0 && top < losses.Length && losses[top].Equals(losses[top - 1])) top++;
        return top;
    }
}
