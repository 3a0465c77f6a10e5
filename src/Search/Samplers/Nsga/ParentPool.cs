using Sweep.Search.Objectives;
using Sweep.Search.Randomness;

namespace Sweep.Search.Samplers.Nsga;

/// <summary>The results that may have children: the best so many of all, in the order of NSGA-II.</summary>
/// <remarks>
/// Deb and others, "A fast and elitist multiobjective genetic algorithm: NSGA-II" (2002): what holds the constraints comes first, by front
/// and, on the last front of which not all find room, by crowding distance (III); then what breaks them, by how much (VI). What has
/// diverged or failed has no children. Of the same results in any order the pool is the same.
/// </remarks>
internal sealed class ParentPool
{
    private readonly List<Parent> parents = [];

    /// <summary>Chooses so many at most among the results of a history; <paramref name="known"/> is the same history, read.</summary>
    public ParentPool(IReadOnlyList<Observation> results, EncodedHistory known, ResultFronts sorted, int most)
    {
        List<int> usable = [.. known.Order.ByTrial.Where(i => LossesOf(results[i]).All(double.IsFinite))];
        // What another sweep has found may lack some.
        var objectives = usable.Count == 0 ? 0 : usable.Max(i => LossesOf(results[i]).Count);
        usable.RemoveAll(i => LossesOf(results[i]).Count < objectives);
        Total = usable.Count;
        List<int> sound = [.. usable.Where(i => results[i].Violation == 0)];
        Admitted = sound.Count;
        var losses = sound.ConvertAll(i => LossesOf(results[i]));
        var fronts = sorted.Of(sound.ConvertAll(i => results[i]), losses);
        FirstFront = fronts.Count(front => front == 0);
        foreach (var front in Enumerable.Range(0, sound.Count).GroupBy(place => fronts[place]).OrderBy(front => front.Key))
        {
            if (parents.Count == most) break;
            int[] places = [.. front];
            var distances = Crowding.Distances([.. places.Select(place => losses[place])]);
            var chosen = Enumerable.Range(0, places.Length).OrderByDescending(i => distances[i]).Take(most - parents.Count);
            parents.AddRange(chosen.Select(i => new Parent(known.Points[sound[places[i]]]!, front.Key, distances[i])));
        }

        var rank = parents.Count;
        parents.AddRange(usable.Where(i => results[i].Violation != 0).OrderBy(i => results[i].Violation).Take(most - parents.Count)
            .Select(i => new Parent(known.Points[i]!, sound.Count + rank++, 0)));
    }

    /// <summary>Results that have a value for each objective.</summary>
    public int Total { get; }

    /// <summary>Those of them that hold the constraints.</summary>
    public int Admitted { get; }

    /// <summary>Those of them that no other one dominates.</summary>
    public int FirstFront { get; }

    public int Count => parents.Count;

    /// <summary>The point of the better of two parents drawn at random: by rank, then by crowding distance.</summary>
    public double[] Tournament(SeededRandom random)
    {
        var (a, b) = (parents[random.NextInt(parents.Count)], parents[random.NextInt(parents.Count)]);
        return b.Rank < a.Rank || (b.Rank == a.Rank && b.Crowding > a.Crowding) ? b.Point : a.Point;
    }

    private static IReadOnlyList<double> LossesOf(Observation result) =>
        !LossOrder.HasLoss(result) ? [double.NaN] : result.Objectives.Count > 0 ? result.Objectives : [result.Loss!.Value];

    private readonly record struct Parent(double[] Point, int Rank, double Crowding);
}

/// <summary>The fronts of results, kept from one question to the next: mostly one more result is there.</summary>
internal sealed class ResultFronts
{
    private readonly Dictionary<Observation, int> numbers = new(ReferenceEqualityComparer.Instance);
    private GrowingFronts fronts = new([]);

    /// <summary>The front of each result, from 0: a function of the results alone. Losses are equally many, none of them NaN.</summary>
    public int[] Of(IReadOnlyList<Observation> results, IReadOnlyList<IReadOnlyList<double>> losses)
    {
        var known = results.Count(numbers.ContainsKey);
        // One that is no longer there, or is another one now, cannot be taken out; and few that are known help little.
        if (known < numbers.Count || known < results.Count / 2) Begin(results, losses);
        foreach (var (place, result) in results.Index())
        {
            if (numbers.TryAdd(result, numbers.Count)) fronts.Add(losses[place]);
        }

        var all = fronts.ToArray();
        return [.. results.Select(result => all[numbers[result]])];
    }

    private void Begin(IReadOnlyList<Observation> results, IReadOnlyList<IReadOnlyList<double>> losses)
    {
        numbers.Clear();
        foreach (var result in results) numbers.Add(result, numbers.Count);
        fronts = new(losses);
    }
}
