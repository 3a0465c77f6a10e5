using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Ledger.Checkpoints;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Tests.Sweeps;

namespace Sweep.Silo.Tests.Checkpoints;

/// <summary>Checkpoints that trials keep for others to begin with, on two nodes with a disk each, and one database.</summary>
public sealed class KeptCheckpointTests : IAsyncLifetime
{
    private static readonly CheckpointKey Last = new("cells", 17, CheckpointKind.Last);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-tests-");
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero));
    private FlakyCheckpointStorage storage = null!;
    private NodeDisk a = null!;
    private NodeDisk b = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(folder.FullName, "sweep.db");
        await SqliteLedger.Open(file, TimeProvider.System).DisposeAsync();
        storage = new FlakyCheckpointStorage(CheckpointStorage.Open(new SqliteAddress(file), clock));
        (a, b) = (new NodeDisk(storage, clock), new NodeDisk(storage, clock));
    }

    public async ValueTask DisposeAsync()
    {
        await a.DisposeAsync();
        await b.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_trial_begins_on_one_node_with_what_another_trial_kept_on_the_other()
    {
        var child = NodeDisk.Order(1) with
        {
            Trial = new TrialRef("cells", 18, 1),
            Plan = NodeDisk.Order(1).Plan with { Number = 18, Parent = 17, ParentEpoch = 4 },
        };
        await a.Store.Download(NodeDisk.Order(1) with { KeepEvery = 2, KeepMost = 3 }, Cancel);
        var waiting = b.Store.Download(child, Cancel);
        for (var epoch = 2; epoch <= 8; epoch += 2)
        {
            a.Keep(epoch);
            a.Store.UploadIfDue(NodeDisk.Order(1).Trial);
            var key = Last with { Kind = CheckpointKind.Kept, Epoch = epoch };
            await Wait.Until(async () => await storage.Find(key, Cancel) is not null, $"epoch {epoch} is uploaded");
        }

        // The node looks again and again for what may be on its way.
        await Wait.Until(() =>
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            return Task.FromResult(waiting.IsCompleted);
        }, "the child has it");
        Assert.Equal(File.ReadAllBytes(a.Folder.KeptPath(4)), File.ReadAllBytes(b.Folder.KeptPath(4)));
        Assert.Equal([4, 6, 8], a.Folder.Kept());
        await Wait.Until(
            async () => await storage.Find(Last with { Kind = CheckpointKind.Kept, Epoch = 2 }, Cancel) is null,
            "what is no longer kept is gone from the storage");

        await a.Store.ForgetKept("cells");
        Assert.Empty(a.Folder.Kept());
        Assert.Null(await storage.Find(Last with { Kind = CheckpointKind.Kept, Epoch = 8 }, Cancel));
    }

    [Fact]
    public async Task A_first_attempt_does_not_hand_on_what_an_older_sweep_kept()
    {
        a.Keep(5);

        await a.Store.Download(NodeDisk.Order(1), Cancel);

        Assert.Empty(a.Folder.Kept());
    }
}
