using System.Threading.Channels;
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
    private readonly Action<Exception> onDefect;
    private readonly FeedState state;
    private readonly Lock gate = new();
    private readonly List<Channel<PageEvent>> readers = [];
    private readonly CancellationTokenSource end = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task work;
    private LedgerWatch? watch;
    private long watchedFrom;
    private long lastUsed;
    private volatile bool hasEnded;
    private string? defect;

    /// <param name="id">Name of the feed, unlike that of any other.</param>
    public SweepFeed(IPageSource source, string name, string id, TimeProvider clock, Action<Exception> onDefect)
    {
        (this.source, this.name, this.clock, this.onDefect, state) = (source, name, clock, onDefect, new FeedState(id));
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

    /// <summary>True when it tells nothing more: the sweep is gone, or another one has its name, or the feed is disposed of.</summary>
    public bool HasEnded => hasEnded;

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

    /// <summary>Keeps it from being idle for a while.</summary>
    public void Touch()
    {
        lock (gate) lastUsed = clock.GetTimestamp();
    }

    /// <summary>Trials that moved after a version; null when the version is none of this feed.</summary>
    public IReadOnlySet<int>? MovedSince(string? version)
    {
        lock (gate) return state.MovedSince(version);
    }

    /// <summary>Begins to follow: what to say first, what moved since the version that the reader has, and what comes.</summary>
    public FeedReader Follow(string? since)
    {
        var channel = Channel.CreateBounded<PageEvent>(MostBehind);
        lock (gate)
        {
            if (hasEnded) channel.Writer.TryComplete();
            else readers.Add(channel);
            return new FeedReader(
                state.Hello(clock.GetUtcNow()), state.Version, state.MovedSince(since) ?? new HashSet<int>(), channel.Reader,
                () => Leave(channel));
        }
    }

    /// <summary>What a reader has missed, as one event that leads to where the reader began to follow: what came after that is among its
    /// events. All points of trials that moved are told anew. Null = nothing.</summary>
    /// <exception cref="LedgerException">The ledger cannot be read.</exception>
    public async Task<PageEvent?> CatchUp(FeedReader reader)
    {
        var numbers = reader.Missed;
        if (numbers.Count == 0) return null;
        Dictionary<int, TrialState> others;
        // To a look that does not know them they are new, and so are all of their points.
        lock (gate) others = (state.Known ?? new Dictionary<int, TrialState>()).Where(pair => !numbers.Contains(pair.Key)).ToDictionary();
        if (source.Open() is not { } ledger || await ledger.ReadChanges(name, others) is not { } moves) return null;
        // Others have moved since the last look, too; of these only the newest points were read, and the next look tells them.
        moves = moves with
        {
            States = [.. moves.States.Where(trial => numbers.Contains(trial.Number))],
            Trials = [.. moves.Trials.Where(trial => numbers.Contains(trial.Number))],
            Points = [.. moves.Points.Where(point => numbers.Contains(point.Trial))],
            Reset = [.. moves.States.Select(trial => trial.Number).Where(numbers.Contains)],
        };
        var origins = await TrialOrigins.Read(ledger, name);
        lock (gate) return IsOther(moves) ? null : state.Changes(reader.From, moves, numbers, origins);
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await work;
        end.Dispose();
    }

    private async Task Run()
    {
        while (!end.IsCancellationRequested && !HasEnded)
        {
            var began = clock.GetTimestamp();
            try
            {
                if (!IsIdle) await Look();
            }
            catch (Exception e)
            {
                // Whoever asks for something hears why; the next look may succeed.
                Forget();
                if (e is not (LedgerException or IOException)) TellDefect(e);
            }

            first.TrySetResult();
            var pause = clock.GetElapsedTime(began) / Share;
            await Task.Delay(pause > Pause ? pause : Pause, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Forget();
        End();
    }

    /// <summary>A defect that comes with every look is told once.</summary>
    private void TellDefect(Exception e)
    {
        if ($"{e.GetType()}: {e.Message}" is var text && text == defect) return;
        defect = text;
        onDefect(e);
    }

    /// <summary>Readers come back, and get what is there then.</summary>
    private void End()
    {
        lock (gate)
        {
            hasEnded = true;
            foreach (var reader in readers) reader.Writer.TryComplete();
        }
    }

    private async Task Look()
    {
        if (source.Open() is not { } ledger) return;
        if (watch is not null && clock.GetElapsedTime(watchedFrom) > Held) Forget();
        if (watch is null) (watch, watchedFrom) = (ledger.Watch(), clock.GetTimestamp());
        if (!watch.HasChanged())
        {
            // Nothing is written when a coordinator is killed, but its sweep does not run any more.
            if (state.Row is { } row) Tell(new SweepMoves { Sweep = row, States = [] }, new HashSet<int>(), TrialOrigins.None);
            return;
        }

        if (await ledger.ReadChanges(name, state.Known) is not { } moves || IsOther(moves))
        {
            if (state.Row is not null) End();
            return;
        }

        HashSet<int> added = state.Known is { } known
            ? [.. moves.States.Select(trial => trial.Number).Where(number => !known.ContainsKey(number))] : [];
        Tell(moves, added, added.Count == 0 ? TrialOrigins.None : await TrialOrigins.Read(ledger, name));
    }

    /// <summary>True when the sweep of this name is another one than before: it was replaced.</summary>
    private bool IsOther(SweepMoves moves) => state.Row is { } row && row.CreatedAt != moves.Sweep.CreatedAt;

    private void Tell(SweepMoves moves, IReadOnlySet<int> added, TrialOrigins origins)
    {
        var word = source.StateOf(moves.Sweep);
        lock (gate)
        {
            if (!state.Take(moves, word)) return;
            var changes = state.Changes(state.Version, moves, added, origins);
            foreach (var reader in readers) if (!reader.Writer.TryWrite(changes)) reader.Writer.TryComplete();
        }
    }

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
/// <param name="Missed">Trials that moved between the reader's version and that; none where the version is none of this feed.</param>
internal sealed record FeedReader(
    PageEvent Hello, FeedVersion From, IReadOnlySet<int> Missed, ChannelReader<PageEvent> Events, Action Leave) : IDisposable
{
    public void Dispose() => Leave();
}
