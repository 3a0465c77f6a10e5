namespace Sweep.Search.Scheduling;

/// <summary>The newest notices of a sweep, for those who watch it.</summary>
internal sealed class RecentNotices(int capacity)
{
    private readonly Queue<string> lines = new();

    public IReadOnlyList<string> Lines => [.. lines];

    public void Add(string line)
    {
        lines.Enqueue(line);
        if (lines.Count > capacity) lines.Dequeue();
    }
}
