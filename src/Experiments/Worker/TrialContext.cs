using Sweep.Contracts;

namespace Sweep.Experiments.Worker;

/// <summary>One running attempt as its experiment sees it: the order, the way back to the node, and the wish to stop.</summary>
#pragma warning disable CA1001 // Without a timer and without links there is nothing to give back.
public sealed class TrialContext
#pragma warning restore CA1001
{
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPreparation = TimeSpan.FromHours(1);

    private readonly EventWriter events;
    private readonly TextWriter log;
    private readonly string trial;
    private readonly object stopGate = new();
    private readonly CancellationTokenSource stopping = new();
    private volatile StopTrial? stop;
    private long lastSign;

    internal TrialContext(StartTrial order, EventWriter events, TimeProvider time, TextWriter log)
    {
        Order = order;
        Time = time;
        this.events = events;
        this.log = log;
        lastSign = time.GetTimestamp();
        trial = new TrialRef(order.Sweep, order.Trial, order.Attempt).ToString();
        MadeBy = new MadeBy { Sweep = Machine.SweepVersion, Processor = Machine.Processor, Threads = order.Threads };
    }

    /// <summary>What to run.</summary>
    public StartTrial Order { get; }

    /// <summary>The worker's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The node's wish to end this attempt; null = go on. Look at it after every training step.</summary>
    public StopTrial? Stop => stop;

    /// <summary>Cancelled with the first wish to stop, for what waits and has no steps.</summary>
    internal CancellationToken Stopping => stopping.Token;

    /// <summary>True once a second: time for <see cref="Progress"/>.</summary>
    public bool SignIsDue => Time.GetElapsedTime(lastSign) >= BetweenSigns;

    /// <summary>What makes the numbers of the attempt, told with <see cref="Started"/>: an experiment adds what it knows before.</summary>
    public MadeBy MadeBy { get; set; }

    /// <summary>Says where the attempt begins; to be called once, before any report.</summary>
    /// <param name="epochs">Epochs of the trial in all.</param>
    /// <param name="epochsDone">Epochs already in the checkpoint; their reports must follow again, unchanged.</param>
    public void Started(int epochs, int epochsDone = 0) => Write(new TrialStarted
    {
        Epochs = epochs,
        EpochsDone = epochsDone,
        Device = Order.Device.Split(':')[0],
        Threads = Order.Threads,
        MadeBy = MadeBy,
    });

    /// <summary>Reports the metrics of one epoch.</summary>
    public void Report(TrialReport report)
    {
        lastSign = Time.GetTimestamp();
        Write(report);
    }

    /// <summary>Gives a sign of life; dropped when the last one is less than a second old.</summary>
    public void Progress(TrialProgress progress)
    {
        if (!SignIsDue) return;
        lastSign = Time.GetTimestamp();
        Write(progress);
    }

    /// <summary>Gives signs of life by the clock until disposed, for at most an hour: for work without steps (fetching a text).</summary>
    public IDisposable SignsOfLife()
    {
        var began = Time.GetTimestamp();
        return Time.CreateTimer(_ =>
        {
            // A file system that never answers must not look alive for ever.
            if (Time.GetElapsedTime(began) < LongestPreparation) Progress(new TrialProgress { Epoch = 1 });
        }, null, BetweenSigns, BetweenSigns);
    }

    /// <summary>Writes a line for people to the worker's standard error.</summary>
    public void Log(string line) => log.WriteLine($"{trial}: {line}");

    /// <summary>Hands all events to the operating system now, because the process may be about to end.</summary>
    public void Flush() => events.Flush();

    /// <summary>The answer to <see cref="Stop"/>.</summary>
    /// <exception cref="InvalidOperationException">Nobody asked to stop.</exception>
    public TrialEnded StopAnswer() => stop is { } wish
        ? new TrialEnded { Outcome = wish.Outcome, Reason = wish.Reason }
        : throw new InvalidOperationException("nobody asked this trial to stop");

    /// <summary>Waits until the node asks to stop, for at most <paramref name="limit"/>.</summary>
    /// <returns>True when it asked.</returns>
    public bool WaitForStop(TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero) return stop is not null;
        var over = false;
        using var timer = Time.CreateTimer(_ => Wake(() => over = true), null, limit, Timeout.InfiniteTimeSpan);
        lock (stopGate)
        {
            while (stop is null && !over) Monitor.Wait(stopGate);
        }
        return stop is not null;
    }

    /// <summary>Writes an event that names this attempt, so that a worker can run more than one.</summary>
    internal void Write(TrialEvent message) => events.Write(message with { Trial = trial });

    internal void AskToStop(StopTrial wish) => Wake(() => stop = wish);

    /// <summary>A wish from outside; what the node wished before counts more.</summary>
    internal void AskToLeave(StopTrial wish) => Wake(() => stop ??= wish);

    private void Wake(Action change)
    {
        lock (stopGate)
        {
            change();
            Monitor.PulseAll(stopGate);
        }
        if (stop is not null) stopping.Cancel();
    }
}
