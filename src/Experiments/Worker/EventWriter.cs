using Sweep.Contracts;

namespace Sweep.Experiments.Worker;

/// <summary>Writes events to the node. Gathers those of one burst into one write, and lets none wait longer than a moment.</summary>
/// <remarks>Thousands of short trials would otherwise cost a system call, and a wake-up of the node, for every line.</remarks>
internal sealed class EventWriter : IDisposable
{
    private static readonly TimeSpan FlushDelay = TimeSpan.FromMilliseconds(20);

    private readonly Lock gate = new();
    private readonly TextWriter output;
    private readonly Action nodeIsGone;
    private readonly ITimer timer;
    private bool waiting;

    /// <summary>Calls <paramref name="nodeIsGone"/> when nobody reads the output any more.</summary>
    public EventWriter(TextWriter output, TimeProvider time, Action nodeIsGone)
    {
        this.output = output;
        this.nodeIsGone = nodeIsGone;
        timer = time.CreateTimer(_ => Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes one event; it reaches the node within a moment.</summary>
    public void Write(TrialEvent message)
    {
        var line = WorkerProtocol.Write(message);
        lock (gate)
        {
            Guarded(() =>
            {
                output.Write(line);
                output.Write('\n');
            });
            if (waiting) return;
            waiting = true;
            timer.Change(FlushDelay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Hands everything taken so far to the operating system.</summary>
    public void Flush()
    {
        lock (gate)
        {
            waiting = false;
            Guarded(output.Flush);
        }
    }

    public void Dispose() => timer.Dispose();

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            nodeIsGone();
        }
    }
}
