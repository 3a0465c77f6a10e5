namespace Sweep.Silo.Workers;

/// <summary>The last 4 KiB of a worker's standard error, by whole lines. Thread-safe.</summary>
public sealed class StderrTail
{
    public const int Capacity = 4096;

    private readonly Lock gate = new();
    private readonly Queue<string> lines = new();
    private int length;

    /// <summary>Adds lines; the oldest ones go.</summary>
    public void Add(IReadOnlyList<string> fresh)
    {
        lock (gate)
        {
            foreach (var line in fresh)
            {
                var kept = line.Length < Capacity ? line : line[^(Capacity - 1)..];
                lines.Enqueue(kept);
                length += kept.Length + 1;
                while (length > Capacity) length -= lines.Dequeue().Length + 1;
            }
        }
    }

    /// <summary>Forgets everything: a new attempt begins.</summary>
    public void Clear()
    {
        lock (gate)
        {
            lines.Clear();
            length = 0;
        }
    }

    public override string ToString()
    {
        lock (gate) return string.Join(Environment.NewLine, lines).TrimEnd();
    }
}
