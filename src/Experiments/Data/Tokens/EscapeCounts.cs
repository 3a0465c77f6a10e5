namespace Sweep.Experiments.Data.Tokens;

/// <summary>Probabilities from counts, with a share kept for what was never seen: n / (N + K) for what was seen n times among N of K
/// kinds, K / (N + K) for all else together.</summary>
/// <remarks>Witten and Bell 1991, method C.</remarks>
internal sealed class EscapeCounts<T>
    where T : notnull
{
    private readonly Dictionary<T, long> counts = [];
    private long total;

    public void Learn(T item)
    {
        counts[item] = counts.GetValueOrDefault(item) + 1;
        total++;
    }

    /// <summary>Nats of an item; <paramref name="novel"/> gives what one costs beyond saying that it is new.</summary>
    public double Nats(T item, Func<T, double> novel)
    {
        if (total == 0) return novel(item);
        var all = Math.Log(total + counts.Count);
        return counts.TryGetValue(item, out var count) ? all - Math.Log(count) : all - Math.Log(counts.Count) + novel(item);
    }
}
