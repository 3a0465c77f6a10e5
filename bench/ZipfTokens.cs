namespace Sweep.Bench;

/// <summary>Tokens whose frequencies fall as 1 / rank (Zipf), as those of words and letters nearly do. The seed is fixed.</summary>
internal static class ZipfTokens
{
    private const int Seed = 1;

    /// <summary>Token numbers in [0, <paramref name="vocabulary"/>).</summary>
    public static int[] Draw(int vocabulary, int count)
    {
        var random = new Random(Seed);
        return Draw(random, Cumulative(vocabulary), count);
    }

    /// <summary>Sums of 1 / rank up to each rank.</summary>
    public static double[] Cumulative(int vocabulary)
    {
        var sums = new double[vocabulary];
        for (var rank = 0; rank < vocabulary; rank++)
            sums[rank] = (rank == 0 ? 0 : sums[rank - 1]) + 1.0 / (rank + 1);
        return sums;
    }

    /// <summary>The next tokens of a generator.</summary>
    public static int[] Draw(Random random, double[] cumulative, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Draw(random, cumulative))];

    private static int Draw(Random random, double[] cumulative)
    {
        var found = Array.BinarySearch(cumulative, random.NextDouble() * cumulative[^1]);
        return found >= 0 ? found : ~found;
    }
}
