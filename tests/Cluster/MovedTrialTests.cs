using Microsoft.Extensions.Logging.Abstractions;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Ledger.Checkpoints;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Configuration;
using Sweep.Silo.Workers;

namespace Sweep.Cluster.Tests;

/// <summary>A trial whose node is lost goes on where it stood on a node with another disk, to the same numbers.
/// Real workers, one database.</summary>
public sealed class MovedTrialTests : IDisposable
{
    private readonly Workspace workspace = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The program by a path of its own, so that its workers are told from those of tests that run at the same time.</summary>
    private static string Programs(Workspace workspace) => Path.Combine(workspace.Folder, "programs");

    public void Dispose() => workspace.Dispose();

    [Fact]
    public async Task A_trial_of_a_lost_node_goes_on_from_its_stored_checkpoint_bit_for_bit()
    {
        Directory.CreateSymbolicLink(Programs(workspace), AppContext.BaseDirectory);
        await SqliteLedger.Open(workspace.Ledger, TimeProvider.System).DisposeAsync();
        await using var storage = Vault();
        await using var undisturbed =
            new Node("c", workspace, new SharedFolderStore(new SweepFolders(Path.Combine(workspace.Folder, "c"))));
        var expected = Bits(await undisturbed.Run(Order(attempt: 1)));

        var stored = await LoseNode(storage);

        await using var store = Store("b");
        await using var b = new Node("b", workspace, store);
        var events = await b.Run(Order(attempt: 2));

        Assert.Equal(stored.Epoch - 1, Assert.Single(events.OfType<TrialStarted>()).EpochsDone);
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(events[^1]).Outcome);
        Assert.Equal(expected, Bits(events));
        Assert.Equal(2, (await storage.Find(stored.Key with { Kind = CheckpointKind.Best }, Cancel))!.Attempt);
    }

    /// <summary>Starts the first attempt, and lets node and worker vanish when a few epochs are in the storage.</summary>
    private async Task<StoredCheckpoint> LoseNode(ICheckpointStorage storage)
    {
        var store = Store("a");
        await using var a = new Node("a", workspace, store);
        a.Start(Order(attempt: 1));
        StoredCheckpoint? stored = null;
        await Eventually.Holds(async () => (stored = await storage.Find(new("moved", 0, CheckpointKind.Last), Cancel)) is { Epoch: > 2 },
            "no checkpoint went up", seconds: 120);
        // From here on this node says nothing more to anybody.
        await store.DisposeAsync();
        stored = await storage.Find(stored!.Key, Cancel);
        var workers = SweepProgram.WorkersOf(Environment.ProcessId, Programs(workspace));
        Assert.NotEmpty(workers);
        foreach (var pid in workers) SweepProgram.Signal(pid, 9);
        return stored!;
    }

    private ICheckpointStorage Vault() => CheckpointStorage.Open(new SqliteAddress(workspace.Ledger), TimeProvider.System);

    private LedgerCheckpointStore Store(string node) => new(
        Vault(), new SweepFolders(Path.Combine(workspace.Folder, node)), new TransferSettings { Interval = TimeSpan.Zero },
        TimeProvider.System, NullLogger<LedgerCheckpointStore>.Instance);

    private TrialOrder Order(int attempt) => new()
    {
        Trial = new TrialRef("moved", 0, attempt),
        Experiment = "language-model",
        Plan = new PlannedTrial
        {
            Number = 0,
            Seed = 7,
            Config = """
                {"corpus":"grammar","grammar_length":12000,"cell":"lstm","hidden":48,"layers":2,"dropout":0.2,"sampling":"sequential","optimizer":"adam","lr":0.01,"num_steps":20,"batch_size":16,"epochs":40}
                """,
        },
        BaseFolder = workspace.Folder,
        Metric = "val_perplexity",
    };

    private static List<(int, long, long)> Bits(IEnumerable<TrialEvent> events) =>
    [
        .. events.OfType<TrialReport>()
            .Select(r => (r.Epoch, BitConverter.DoubleToInt64Bits(r.Metrics["train_perplexity"]),
            BitConverter.DoubleToInt64Bits(r.Metrics["val_perplexity"]))),
    ];

    /// <summary>The workers of one node, with a disk of its own.</summary>
    private sealed class Node(string name, Workspace workspace, ICheckpointStore store) : IAsyncDisposable
    {
        private readonly SlotHost host = new(
            new NodeOptions
            {
                Name = name,
                Slots = [new DeviceSlot("cpu", 0)],
                LedgerPath = workspace.Ledger,
                CheckpointRoot = Path.Combine(workspace.Folder, name),
                WorkerCommand = [Path.Combine(Programs(workspace), "sweep"), "worker"],
            },
            TimeProvider.System,
            NullLogger<SlotHost>.Instance,
            checkpoints: store);

        public void Start(TrialOrder order) => Assert.True(host.Run($"{name}/cpu/0", order));

        public async Task<List<TrialEvent>> Run(TrialOrder order)
        {
            Start(order);
            var events = new List<TrialEvent>();
            for (var after = 0L; events.LastOrDefault() is not TrialEnded;)
            {
                var read = await host.ReadEvents($"{name}/cpu/0", after, TimeSpan.FromSeconds(30), Cancel);
                events.AddRange(read.Events.Select(e => e.Event));
                after = read.Events.Count > 0 ? read.Events[^1].Sequence : after;
            }

            return events;
        }

        public ValueTask DisposeAsync() => host.DisposeAsync();
    }
}
