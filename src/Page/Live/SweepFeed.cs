using System.Threading.Channels;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Page.Sources;

namespace Sweep.Page.Live;

/// <summary>Looks at one sweep for all who follow it, however many they are.</summary>
internal sealed class SweepFeed : IAsyncDisposable
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Without readers it stops looking after this time, until somebody asks again.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    /// <summary>A connection to the ledger is held so long: the file may be replaced by another one.</summary>
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(5);

    /// <summary>So much of the time is spent looking, at most.</summary>
    private const double Share = 0.2;

    /// <summary>Events that a reader may be behind; one that is further comes back with the version it has.</summary>
    private const int MostBehind = 256;

    private readonly IPageSource source;
    private readonly string name;
    private readonly TimeProvider clock;
    private readonly FeedState state;
    private readonly Lock gate = new();
    private readonly List<Channel<PageEvent>> readers = [];
    private readonly CancellationTokenSource end = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task work;
    private LedgerWatch? watch;
    private long watchedFrom;
    private long lastUsed;

    /// <param name="source">The ledger.</param>
    /// <param name="name">Name of a sweep.</param>
    /// <param name="id">Name of the feed, unlike that of any other.</param>
    /// <param name="clock">The clock.</param>
    public SweepFeed(IPageSource source, string name, string id, TimeProvider clock)
    {
        (this.source, this.name, this.clock, state) = (source, name, clock, new FeedState(id));
        lastUsed = clock.GetTimestamp();
        work = Task.Run(Run);
    }

    /// <summary>True when nobody follows it, and nobody has asked for a while.</summary>
    public bool IsIdle
    {
        get
        {
            lock (gate) return readers.Count == 0 && clock.GetElapsedTime(lastUsed) > Idle;
        }
    }

    /// <summary>How many follow it.</summary>
    internal int Readers
    {
        get
        {
            lock (gate) return readers.Count;
        }
    }

    /// <summary>How often it has read what moved.</summary>
    internal int Looks { get; private set; }

    /// <summary>Done when it has looked once.</summary>
    public Task First => first.Task;

    /// <summary>Where it is now.</summary>
    public FeedVersion Version
    {
        get
        {
            lock (gate)
            {
                lastUsed = clock.GetTimestamp();
                return state.Version;
            }
        }
    }

    /// <summary>Trials that moved after a version; null when the version is none of this feed.</summary>
    public IReadOnlySet<int>? MovedSince(string? version)
    {
        lock (gate) return state.MovedSince(version);
    }

    /// <summary>Begins to follow: what to say first, what moved since the version that the reader has, and what comes.</summary>
    /// <param name="since">The version; null = none.</param>
    public FeedReader Follow(string? since)
    {
        var channel = Channel.CreateBounded<PageEvent>(MostBehind);
        lock (gate)
        {
            readers.Add(channel);
            return new FeedReader(
                state.Hello(Status(), clock.GetUtcNow()), state.MovedSince(since), channel.Reader, () => Leave(channel));
        }
    }

    /// <summary>Trials that moved, as one event; all of their points are told anew.</summary>
    /// <param name="numbers">Numbers of the trials.</param>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public async Task<PageEvent?> CatchUp(IReadOnlySet<int> numbers)
    {
        Dictionary<int, TrialState> others;
        // To a look that does not know them they are new, and so are all of their points.
        lock (gate) others = (state.Known ?? new Dictionary<int, TrialState>()).Where(pair => !numbers.Contains(pair.Key)).ToDictionary();
        if (source.Open() is not { } ledger || await ledger.ReadChanges(name, others) is not { } moves) return null;
        moves = moves with { Reset = [.. moves.States.Select(trial => trial.Number)] };
        var firsts = await FirstTrialsOf(ledger);
        lock (gate) return state.Changes(moves, Status(), numbers, firsts);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await work;
        end.Dispose();
    }

    private async Task Run()
    {
        while (!end.IsCancellationRequested)
        {
            var began = clock.GetTimestamp();
            try
            {
                if (!IsIdle) await Look();
            }
            catch (Exception e) when (e is LedgerException or IOException)
            {
                // Whoever asks for something hears why; the next look may succeed.
                Forget();
            }

            first.TrySetResult();
            var pause = clock.GetElapsedTime(began) / Share;
            await Task.Delay(pause > Pause ? pause : Pause, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Forget();
        lock (gate) foreach (var reader in readers) reader.Writer.TryComplete();
    }

    private async Task Look()
    {
        if (source.Open() is not { } ledger) return;
        if (watch is not null && clock.GetElapsedTime(watchedFrom) > Held) Forget();
        if (watch is null) (watch, watchedFrom) = (ledger.Watch(), clock.GetTimestamp());
        if (!watch.HasChanged()) return;
        Looks++;
        if (await ledger.ReadChanges(name, state.Known) is not { } moves) return;
        HashSet<int> added = state.Known is { } known
            ? [.. moves.States.Select(trial => trial.Number).Where(number => !known.ContainsKey(number))] : [];
        var firsts = added.Count == 0 ? [] : await FirstTrialsOf(ledger);
        lock (gate)
        {
            if (!state.Take(moves)) return;
            var changes = state.Changes(moves, Status(), added, firsts);
            foreach (var reader in readers) if (!reader.Writer.TryWrite(changes)) reader.Writer.TryComplete();
        }
    }

    private async Task<Dictionary<TrialConfig, int>> FirstTrialsOf(ILedgerView ledger)
    {
        var results = await ledger.ReadResults(name);
        var firsts = new Dictionary<TrialConfig, int>();
        foreach (var trial in results.Trials) firsts.TryAdd(results.Configs[trial.Config], trial.Number);
        return firsts;
    }

    private string Status() => state.Row is { } row ? source.StateOf(row) : "";

    private void Forget()
    {
        watch?.Dispose();
        watch = null;
    }

    private void Leave(Channel<PageEvent> channel)
    {
        lock (gate)
        {
            readers.Remove(channel);
            lastUsed = clock.GetTimestamp();
        }
    }
}

/// <summary>One who follows a feed; dispose it to leave.</summary>
/// <param name="hello">What to say first.</param>
/// <param name="missed">Trials that moved since the reader's version; null = it is none of this feed, or there is none.</param>
/// <param name="events">What comes.</param>
/// <param name="leave">Ends it.</param>
internal sealed class FeedReader(PageEvent hello, IReadOnlySet<int>? missed, ChannelReader<PageEvent> events, Action leave) : IDisposable
{
    public PageEvent Hello => hello;

    public IReadOnlySet<int>? Missed => missed;

    public ChannelReader<PageEvent> Events => events;

    public void Dispose() => leave();
}
