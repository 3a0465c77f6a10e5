namespace Sweep.Experiments.Worker.Programs;

/// <summary>Names that a program used where the metric's was expected, for a message. Bounded: a program may print as many as it likes.</summary>
internal sealed class SeenKeys
{
    private const int Most = 20;
    private const int LongestName = 100;

    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private bool hasMore;

    public bool IsEmpty => names.Count == 0;

    public void Add(IEnumerable<string> found)
    {
        foreach (var name in found)
        {
            var shown = name.Length <= LongestName ? name : name[..LongestName] + "…";
            if (names.Count < Most) names.Add(shown);
            else hasMore |= !names.Contains(shown);
        }
    }

    public override string ToString() => string.Join(", ", names) + (hasMore ? " and more" : "");
}
