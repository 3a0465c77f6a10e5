namespace Sweep.Client.Tests.Architecture;

/// <summary>One room uses another: a project a project, or a folder another folder of its project.</summary>
/// <param name="User">The room that uses.</param>
/// <param name="Used">The room that is used.</param>
internal readonly record struct Arrow(string User, string Used)
{
    public override string ToString() => $"{User} → {Used}";
}

/// <summary>Rooms side by side, and who uses whom.</summary>
internal sealed class Rooms
{
    /// <param name="names">Every room.</param>
    /// <param name="arrows">Arrows between them.</param>
    public Rooms(IEnumerable<string> names, IEnumerable<Arrow> arrows)
    {
        Arrows = arrows.ToHashSet();
        List<string> left = [.. names.Distinct().Order(StringComparer.Ordinal)], ordered = [];
        while (left.Where(room => !left.Exists(other => Arrows.Contains(new Arrow(room, other)))).ToList() is { Count: > 0 } free)
        {
            ordered.AddRange(free);
            left.RemoveAll(free.Contains);
        }

        (Ordered, Tangled) = (ordered, left);
    }

    public IReadOnlySet<Arrow> Arrows { get; }

    /// <summary>Rooms in an order in which each uses only rooms before it; by name where that leaves a choice.</summary>
    public IReadOnlyList<string> Ordered { get; }

    /// <summary>Rooms that have no place in that order: they use each other in a circle, or use such rooms.</summary>
    public IReadOnlyList<string> Tangled { get; }

    /// <summary>What a room uses, by name.</summary>
    public IEnumerable<string> UsedBy(string room) => Arrows.Where(a => a.User == room).Select(a => a.Used).Order(StringComparer.Ordinal);
}
