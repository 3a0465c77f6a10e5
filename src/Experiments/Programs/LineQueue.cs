namespace Sweep.Experiments.Programs;

/// <summary>Lines on their way from a reading thread to the trial's.
/// Bounded: whoever writes faster than the lines are taken has to wait, and so does the program then.</summary>
/// <param name="capacity">Characters from which on it is full; one line always fits.</param>
internal sealed class LineQueue(int capacity = 1 << 20)
{
    private readonly object gate = new();
    private readonly Queue<string> lines = new();
    private long held;
    private bool completed;
    private bool discarding;
    private bool draining;

    /// <summary>True when no line will come any more.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (gate) return completed && lines.Count == 0;
        }
    }

    /// <summary>Adds a line; waits while the queue is full.</summary>
    public void Add(string line)
    {
        lock (gate)
        {
            while (held >= capacity && !discarding && !draining && !completed) Monitor.Wait(gate);
            if (discarding || completed) return;
            lines.Enqueue(line);
            held += Size(line);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Nothing more will be added.</summary>
    public void Complete() => Set(ref completed);

    /// <summary>From now on there is room for every line: the program has ended, so what comes is what a pipe holds.</summary>
    public void Drain() => Set(ref draining);

    /// <summary>From now on lines are thrown away: nobody takes them, and a full pipe must not hold up a program that is to end.</summary>
    public void Discard() => Set(ref discarding);

    /// <summary>The next line; null when none came within the time.</summary>
    public string? Take(TimeSpan wait)
    {
        lock (gate)
        {
            if (lines.Count == 0 && !completed) Monitor.Wait(gate, wait);
            if (!lines.TryDequeue(out var line)) return null;
            held -= Size(line);
            Monitor.PulseAll(gate);
            return line;
        }
    }

    private void Set(ref bool flag)
    {
        lock (gate)
        {
            flag = true;
            Monitor.PulseAll(gate);
        }
    }

    // An empty line takes room, too.
    private static int Size(string line) => line.Length + 64;
}
