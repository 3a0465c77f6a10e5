namespace Sweep.Silo.Scheduling;

/// <summary>The newest notable happenings, bounded, for whoever watches.</summary>
internal sealed class NoticeBoard(int capacity)
{
    private readonly Queue<string> lines = new();

    public IReadOnlyList<string> Lines => [.. lines];

    public void Add(string line)
    {
        lines.Enqueue(line);
        if (lines.Count > capacity) lines.Dequeue();
    }
}
