using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>Trials that wait for a slot, by what they need. Every step costs the logarithm of their number.</summary>
internal sealed class PlannedTrials
{
    private readonly Dictionary<SlotNeed, SortedSet<int>> byNeed = [];
    private readonly SortedDictionary<int, SlotNeed> needs = [];

    public int Count => needs.Count;

    public IEnumerable<int> Numbers => needs.Keys;

    /// <summary>What they need, with how many and the lowest number of each.</summary>
    public IEnumerable<(SlotNeed Need, int Count, int First)> Needs => byNeed.Select(n => (n.Key, n.Value.Count, n.Value.Min));

    public void Add(int number, SlotNeed need)
    {
        needs.Add(number, need);
        if (!byNeed.TryGetValue(need, out var trials)) byNeed.Add(need, trials = []);
        trials.Add(number);
    }

    public void Remove(int number)
    {
        if (!needs.Remove(number, out var need)) return;
        var trials = byNeed[need];
        trials.Remove(number);
        if (trials.Count == 0) byNeed.Remove(need);
    }

    /// <summary>The lowest number that fits a slot; null when none does.</summary>
    /// <param name="fits">Whether a need fits.</param>
    /// <param name="refuses">Trials that would rather not run there.</param>
    public int? First(Func<SlotNeed, bool> fits, Func<int, bool> refuses)
    {
        int? first = null;
        foreach (var (need, trials) in byNeed)
        {
            if ((first is { } best && trials.Min > best) || !fits(need)) continue;
            foreach (var number in trials)
            {
                if (first is { } known && number > known) break;
                if (refuses(number)) continue;
                first = number;
                break;
            }
        }

        return first;
    }
}
