namespace Sweep.Experiments.Data.Tokens;

/// <summary>Counts the units of a text, in the order in which they first appear.</summary>
/// <param name="most">Largest number of different ones that are kept; beyond it the rarest go, rarer and rarer ones first.</param>
internal sealed class PieceCounter(int most = int.MaxValue) : IUnits
{
    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);
    private readonly List<(string Unit, long Count)> counts = [];
    private long rare;

    /// <summary>Units and how often each was seen, by first appearance.</summary>
    public IReadOnlyList<(string Unit, long Count)> Counts => counts;

    /// <summary>All units, repeated ones counted.</summary>
    public long Total { get; private set; }

    public void Unit(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit)
    {
        if (unit.IsEmpty) return;
        Total++;
        var lookup = indexes.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(unit, out var index))
        {
            counts[index] = (counts[index].Unit, counts[index].Count + 1);
            return;
        }
        var made = unit.ToString();
        indexes.Add(made, counts.Count);
        counts.Add((made, 1));
        if (counts.Count > most) Forget();
    }

    private void Forget()
    {
        while (counts.Count > most / 2)
        {
            rare++;
            counts.RemoveAll(entry => entry.Count <= rare);
        }
        indexes.Clear();
        for (var i = 0; i < counts.Count; i++) indexes.Add(counts[i].Unit, i);
    }
}
