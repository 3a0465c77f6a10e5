namespace Sweep.Search.Racing;

/// <summary>Results of configurations on the seeds of a sweep. Seeds have numbers from 0 and are begun in their order.</summary>
public sealed class SeedResults
{
    private readonly Dictionary<int, SortedDictionary<int, double>> losses = [];
    private readonly Dictionary<int, double> means = [];
    private readonly Dictionary<int, int> leading = [];
    private readonly Dictionary<int, int> begun = [];
    private readonly SortedSet<(bool HasFailed, bool HasOne, double Mean, int Configuration)> ranked = [];

    /// <summary>How many seeds of a configuration were begun: the number of the next one.</summary>
    public int Begun(int configuration) => begun.GetValueOrDefault(configuration);

    /// <summary>How many seeds of a configuration have a result.</summary>
    public int Done(int configuration) => losses.TryGetValue(configuration, out var own) ? own.Count : 0;

    /// <summary>How many seeds have a result, from the first one on without a gap: seeds that run at a time end in any order.</summary>
    public int Leading(int configuration) => leading.GetValueOrDefault(configuration);

    /// <summary>Losses by seed.</summary>
    public IReadOnlyDictionary<int, double> Of(int configuration) =>
        losses.TryGetValue(configuration, out var own) ? own : new SortedDictionary<int, double>();

    /// <summary>Mean loss over the seeds that have a result; infinite = one has failed; NaN = none has one.</summary>
    public double Mean(int configuration) => means.GetValueOrDefault(configuration, double.NaN);

    /// <summary>Begins the next seed of a configuration.</summary>
    /// <returns>Number of the seed.</returns>
    public int Begin(int configuration)
    {
        var seed = Begun(configuration);
        begun[configuration] = seed + 1;
        return seed;
    }

    /// <summary>Takes a result. One that was not begun counts as begun.</summary>
    /// <param name="result">The result; a loss that is no finite number counts as infinitely bad.</param>
    public void Add(SeedResult result)
    {
        if (!losses.TryGetValue(result.Configuration, out var own)) losses[result.Configuration] = own = [];
        ranked.Remove(PlaceOf(result.Configuration));
        own[result.Seed] = double.IsFinite(result.Loss) ? result.Loss : double.PositiveInfinity;
        means[result.Configuration] = own.Values.Average();
        ranked.Add(PlaceOf(result.Configuration));
        var known = Leading(result.Configuration);
        while (own.ContainsKey(known)) known++;
        leading[result.Configuration] = known;
        begun[result.Configuration] = Math.Max(Begun(result.Configuration), result.Seed + 1);
    }

    /// <summary>The configurations that have a result and no failed seed, best first: those with at least two seeds, then those with one,
    /// by mean.</summary>
    public IEnumerable<int> Ranked => ranked.TakeWhile(place => !place.HasFailed).Select(place => place.Configuration);

    private (bool HasFailed, bool HasOne, double Mean, int Configuration) PlaceOf(int configuration) =>
        (double.IsInfinity(Mean(configuration)), Done(configuration) < 2, Mean(configuration), configuration);

    /// <summary>Takes a result back: the seed runs again.</summary>
    public void Remove(int configuration, int seed)
    {
        if (!losses.TryGetValue(configuration, out var own) || !own.ContainsKey(seed)) return;
        ranked.Remove(PlaceOf(configuration));
        own.Remove(seed);
        leading[configuration] = Math.Min(Leading(configuration), seed);
        if (own.Count == 0)
        {
            losses.Remove(configuration);
            means.Remove(configuration);
            return;
        }

        means[configuration] = own.Values.Average();
        ranked.Add(PlaceOf(configuration));
    }

    /// <summary>Losses of one less those of another on the seeds that both have, by seed; 0 where both have failed.</summary>
    public IReadOnlyList<double> Differences(int one, int other)
    {
        var others = Of(other);
        return [.. Of(one).Where(result => others.ContainsKey(result.Key)).Select(result =>
            result.Value.Equals(others[result.Key]) ? 0 : result.Value - others[result.Key])];
    }
}

/// <summary>The result of a configuration on a seed.</summary>
/// <param name="Configuration">Number of the configuration.</param>
/// <param name="Seed">Number of the seed, from 0.</param>
/// <param name="Loss">Lower is better; NaN or infinite = it has failed.</param>
public readonly record struct SeedResult(int Configuration, int Seed, double Loss);
