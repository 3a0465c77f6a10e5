using Sweep.Search.Objectives;

namespace Sweep.Search.Samplers.Nsga;

/// <summary>The fronts of results, kept from one question to the next: mostly one more result is there, and the others are as they were.
/// </summary>
internal sealed class ResultFronts
{
    private readonly Dictionary<Observation, int> numbers = new(ReferenceEqualityComparer.Instance);
    private GrowingFronts fronts = new([]);

    /// <summary>The front of each result, from 0: a function of the results alone.</summary>
    /// <param name="results">Each once.</param>
    /// <param name="losses">Their losses, equally many, none of them NaN.</param>
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
