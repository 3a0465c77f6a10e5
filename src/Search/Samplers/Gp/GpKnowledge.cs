using Sweep.Search.Encodings;
using Sweep.Search.GaussianProcesses;

namespace Sweep.Search.Samplers.Gp;

/// <summary>What a Gaussian process learns from a history: the results that lie in the space, and which of them it keeps.</summary>
internal sealed class GpKnowledge
{
    /// <summary>Results a process is made of: more of them cost more than they tell.</summary>
    public const int MostPoints = 300;

    /// <summary>Results times parameters that a process is made of, beyond <see cref="LeastKept"/> results.</summary>
    private const int MostNumbers = 12_000;

    private const int LeastKept = 99;

    /// <summary>Looks at the results of a history, and at the same history as it was read.</summary>
    public GpKnowledge(EncodedSpace space, IReadOnlyList<Observation> results, EncodedHistory encoded, bool halveTail)
    {
        var known = new List<Known>(results.Count);
        for (var i = 0; i < results.Count; i++)
            if (encoded.Points[i] is { } point) known.Add(new(point, results[i]));
        Total = known.Count;
        Kept = Keep(known, Math.Clamp(MostNumbers / Math.Max(1, space.Axes.Count), LeastKept, MostPoints));
        Values = LossTransform.Apply(Losses(), halveTail);
        Running = encoded.Running;
    }

    /// <summary>Results in the space.</summary>
    public int Total { get; }

    /// <summary>Those that are kept, in the order in which they ended.</summary>
    public IReadOnlyList<Known> Kept { get; }

    /// <summary>Their values as the process sees them.</summary>
    public double[] Values { get; }

    /// <summary>Points that are being tried.</summary>
    public IReadOnlyList<double[]> Running { get; }

    /// <summary>What the noise of each kept result is multiplied by: a mean over replicates has less, a result of another sweep
    /// more.</summary>
    public double[] NoiseShares => [.. Kept.Select(known => (known.Result.IsForeign ? 2.0 : 1.0) / Math.Max(1, known.Result.Replicates))];

    /// <summary>True where a result holds all outcome constraints and is a number.</summary>
    public static bool IsGood(Observation result) => result.Violation == 0 && result.Loss is { } loss && double.IsFinite(loss);

    // What breaks outcome constraints or diverged is as bad as the worst of the rest; before anything holds them, the amounts by which
    // they are broken are the losses.
    private double?[] Losses()
    {
        if (Kept.Any(known => IsGood(known.Result))) return [.. Kept.Select(known => IsGood(known.Result) ? known.Result.Loss : null)];
        return [.. Kept.Select(known => known.Result.Loss is { } loss && double.IsFinite(loss) && double.IsFinite(known.Result.Violation)
            ? known.Result.Violation : (double?)null)];
    }

    // A third the best, a third the newest, and the rest evenly over the time before.
    private static List<Known> Keep(List<Known> known, int most)
    {
        if (known.Count <= most) return known;
        var third = most / 3;
        var best = Enumerable.Range(0, known.Count).OrderBy(i => IsGood(known[i].Result) ? known[i].Result.Loss : double.PositiveInfinity)
            .Take(third);
        var kept = best.Concat(Enumerable.Range(known.Count - third, third)).ToHashSet();
        int[] rest = [.. Enumerable.Range(0, known.Count).Where(i => !kept.Contains(i))];
        var room = most - kept.Count;
        for (var i = 0; i < room; i++) kept.Add(rest[(int)((i + 0.5) * rest.Length / room)]);
        return [.. kept.Order().Select(i => known[i])];
    }

    internal sealed record Known(double[] Point, Observation Result);
}
