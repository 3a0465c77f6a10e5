using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>Trials that wait for a slot, by what they need. Every step costs the logarithm of their number.</summary>
internal sealed class PlannedTrials
{
    private readonly Dictionary<SlotNeed, SortedSet<(int Turn, int Number)>> byNeed = [];
    private readonly SortedDictionary<int, (SlotNeed Need, int Turn)> needs = [];

    public int Count => needs.Count;
    public IEnumerable<int> Numbers => needs.Keys;

    /// <summary>What they need, with how many and the first of each.</summary>
    public IEnumerable<(SlotNeed Need, int Count, int First)> Needs => byNeed.Select(n => (n.Key, n.Value.Count, n.Value.Min.Number));

    /// <summary>Adds a trial. Those of a lower turn come first, those of the same by number.</summary>
    public void Add(int number, SlotNeed need, int turn)
    {
        needs.Add(number, (need, turn));
        if (!byNeed.TryGetValue(need, out var trials)) byNeed.Add(need, trials = []);
        trials.Add((turn, number));
    }

    public void Remove(int number)
    {
        if (!needs.Remove(number, out var known)) return;
        var trials = byNeed[known.Need];
        trials.Remove((known.Turn, number));
        if (trials.Count == 0) byNeed.Remove(known.Need);
    }

    /// <summary>The first that fits a slot and does not refuse to run there; null when none does.</summary>
    public int? First(Func<SlotNeed, bool> fits, Func<int, bool> refuses)
    {
        (int Turn, int Number)? first = null;
        foreach (var (need, trials) in byNeed)
        {
            if ((first is { } best && trials.Min.CompareTo(best) > 0) || !fits(need)) continue;
            foreach (var trial in trials)
            {
                if (first is { } known && trial.CompareTo(known) > 0) break;
                if (refuses(trial.Number)) continue;
                first = trial;
                break;
            }
        }

        return first?.Number;
    }
}
