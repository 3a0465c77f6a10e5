using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Ledger.Checkpoints;
using Sweep.Ledger.Sqlite;
using Sweep.Silo.Configuration;
using Sweep.Silo.Tests.Sweeps;

namespace Sweep.Silo.Tests.Checkpoints;

/// <summary>Two nodes with a disk each, and one database.</summary>
public sealed class LedgerCheckpointStoreTests : IAsyncLifetime
{
    private static readonly CheckpointKey Last = new("cells", 17, CheckpointKind.Last);
    private static readonly CheckpointKey Best = Last with { Kind = CheckpointKind.Best };

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

    [Theory]
    [InlineData(AttemptOutcome.Interrupted)]
    [InlineData(AttemptOutcome.Preempted)]
    [InlineData(AttemptOutcome.Crashed)]
    [InlineData(AttemptOutcome.Error)]
    public async Task What_one_node_hands_over_the_other_goes_on_from(AttemptOutcome outcome)
    {
        await Run(a, attempt: 1, epochs: 5, outcome, batch: 3);

        await b.Store.Download(NodeDisk.Order(2), Cancel);

        Assert.Equal((6, 3, 5), (b.Last!.Epoch, b.Last.Batch, b.Last.Reports.Count));
        Assert.Equal(6, b.Best!.Epoch);
        Assert.Equal(File.ReadAllBytes(a.Folder.LastPath), File.ReadAllBytes(b.Folder.LastPath));
        Assert.Contains("goes on with epoch 6, from the checkpoint of attempt 1", b.Log);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(b.Folder.LastPath)!, "*.part"));
    }

    [Fact]
    public async Task While_a_trial_runs_its_newest_checkpoint_goes_up_now_and_then()
    {
        await a.Store.Download(NodeDisk.Order(1), Cancel);
        a.Train(1);
        a.Store.UploadIfDue(NodeDisk.Order(1).Trial);
        Assert.Null(await storage.Find(Last, Cancel));

        a.Train(2);
        clock.Advance(TimeSpan.FromSeconds(11));
        a.Store.UploadIfDue(NodeDisk.Order(1).Trial);

        await Wait.Until(async () => await storage.Find(Last, Cancel) is { Epoch: 3 }, "the storage has it");
        Assert.Equal(3, (await storage.Find(Best, Cancel))!.Epoch);
        await b.Store.Download(NodeDisk.Order(2), Cancel);
        Assert.Equal(3, b.Last!.Epoch);
    }

    [Fact]
    public async Task A_checkpoint_here_that_is_as_far_or_further_stays_and_nothing_is_loaded()
    {
        await Run(a, attempt: 1, epochs: 5, AttemptOutcome.Interrupted);
        await a.Store.Download(NodeDisk.Order(2), Cancel);
        b.Train(epochs: 5, batch: 1);
        await b.Store.Download(NodeDisk.Order(2), Cancel);

        Assert.Equal((6, 0), (a.Last!.Epoch, a.Last.Batch));
        Assert.Equal((6, 1), (b.Last!.Epoch, b.Last.Batch));
        Assert.Equal(0, storage.Loads);
    }

    [Fact]
    public async Task A_checkpoint_here_that_is_behind_is_replaced_and_one_of_another_trial_removed()
    {
        await Run(a, attempt: 1, epochs: 5, AttemptOutcome.Interrupted);
        b.Train(epochs: 3);
        await b.Store.Download(NodeDisk.Order(2), Cancel);
        Assert.Equal(6, b.Last!.Epoch);

        b.Train(epochs: 9, seed: 1);
        await b.Store.Download(NodeDisk.Order(3), Cancel);
        Assert.Equal((6, 42L), (b.Last!.Epoch, b.Last.Seed));
    }

    [Fact]
    public async Task A_first_attempt_goes_on_from_nothing()
    {
        b.Train(epochs: 3);

        await b.Store.Download(NodeDisk.Order(1), Cancel);

        Assert.Null(b.Last);
        Assert.Null(b.Best);
    }

    [Theory]
    [InlineData(AttemptOutcome.Completed)]
    [InlineData(AttemptOutcome.Stopped)]
    [InlineData(AttemptOutcome.Diverged)]
    public async Task The_end_of_a_trial_keeps_its_best_for_ever_and_its_last_no_longer(AttemptOutcome outcome)
    {
        await Run(a, attempt: 1, epochs: 4, AttemptOutcome.Interrupted);
        await Run(b, attempt: 2, epochs: 6, outcome);
        b.Store.ForgetLast("cells", 17);

        await Wait.Until(async () => await storage.Find(Last, Cancel) is null, "the storage has forgotten it");
        Assert.Equal((7, 2), ((await storage.Find(Best, Cancel))!.Epoch, (await storage.Find(Best, Cancel))!.Attempt));
        Assert.Null(b.Last);
        Assert.Equal(7, b.Best!.Epoch);
    }

    [Fact]
    public async Task An_attempt_that_outlived_its_node_does_not_disturb_the_newer_one()
    {
        await a.Store.Download(NodeDisk.Order(1), Cancel);
        await Run(b, attempt: 2, epochs: 2, AttemptOutcome.Interrupted);

        a.Train(epochs: 9);
        await a.Store.UploadAtEnd(NodeDisk.Order(1).Trial, AttemptOutcome.Interrupted);

        Assert.Equal((3, 2), ((await storage.Find(Last, Cancel))!.Epoch, (await storage.Find(Last, Cancel))!.Attempt));
    }

    [Fact]
    public async Task A_last_checkpoint_without_its_best_is_not_gone_on_from()
    {
        await a.Store.Download(NodeDisk.Order(1), Cancel);
        a.Train(epochs: 2);
        a.SaveLast(epochs: 5);
        await a.Store.UploadAtEnd(NodeDisk.Order(1).Trial, AttemptOutcome.Crashed);

        await b.Store.Download(NodeDisk.Order(2), Cancel);

        Assert.Null(b.Last);
        Assert.Contains("damaged", b.Log);
        Assert.Null(await storage.Find(Last, Cancel));
    }

    [Fact]
    public async Task What_the_worker_saves_during_an_upload_does_not_part_the_last_one_from_its_best()
    {
        var gate = new TaskCompletionSource();
        storage.Gate = gate.Task;
        await a.Store.Download(NodeDisk.Order(1), Cancel);
        a.Train(epochs: 2);
        clock.Advance(TimeSpan.FromSeconds(11));
        a.Store.UploadIfDue(NodeDisk.Order(1).Trial);
        await Wait.Until(() => Task.FromResult(storage.Saves == 1), "the upload of the best one is under way");

        a.Train(epochs: 5);
        gate.SetResult();

        await Wait.Until(async () => await storage.Find(Last, Cancel) is not null, "the storage has both");
        await b.Store.Download(NodeDisk.Order(2), Cancel);
        Assert.Equal((3, 3), (b.Last!.Epoch, b.Best!.Epoch));
    }

    [Fact]
    public async Task A_checkpoint_that_is_too_large_stays_and_the_log_says_so()
    {
        await using var small = new NodeDisk(storage, clock, new TransferSettings { SizeLimit = 1000 });
        await small.Store.Download(NodeDisk.Order(1), Cancel);
        small.Train(epochs: 1, size: 1000);

        await small.Store.UploadAtEnd(NodeDisk.Order(1).Trial, AttemptOutcome.Interrupted);

        Assert.Null(await storage.Find(Last, Cancel));
        Assert.Contains("more than the 1000 that are moved", small.Log);
    }

    [Fact]
    public async Task A_database_that_is_down_fails_nothing_and_gets_the_checkpoint_later()
    {
        storage.IsDown = true;
        await Run(a, attempt: 1, epochs: 5, AttemptOutcome.Interrupted);
        await b.Store.Download(NodeDisk.Order(2), Cancel);
        Assert.Null(b.Last);
        Assert.Contains("begins from what is here, or from its start: the database is down", b.Log);

        storage.IsDown = false;
        clock.Advance(TimeSpan.FromSeconds(31));

        await Wait.Until(async () => await storage.Find(Last, Cancel) is { Epoch: 6 }, "the storage has it");
    }

    [Fact]
    public async Task A_database_that_does_not_answer_holds_up_the_end_for_a_while_only()
    {
        var gate = new TaskCompletionSource();
        storage.Gate = gate.Task;
        await a.Store.Download(NodeDisk.Order(1), Cancel);
        a.Train(epochs: 5);
        var uploading = a.Store.UploadAtEnd(NodeDisk.Order(1).Trial, AttemptOutcome.Interrupted);

        while (!uploading.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(21));
            await Task.WhenAny(uploading, Task.Delay(10, Cancel));
        }

        Assert.Contains("is not uploaded after 20 s", a.Log);
        gate.SetResult();
        await Wait.Until(async () => await storage.Find(Last, Cancel) is { Epoch: 6 }, "the storage has it");
    }

    [Fact]
    public async Task A_checkpoint_that_a_late_hand_over_replaces_while_it_is_fetched_is_fetched_anew()
    {
        await Run(a, attempt: 1, epochs: 5, AttemptOutcome.Interrupted);
        storage.BeforeLoad = () => Run(a, attempt: 1, epochs: 8, AttemptOutcome.Interrupted);

        await b.Store.Download(NodeDisk.Order(2), Cancel);

        Assert.Equal((9, 9), (b.Last!.Epoch, b.Best!.Epoch));
    }

    [Fact]
    public async Task A_best_one_that_a_late_hand_over_replaces_while_it_is_fetched_does_not_cost_the_last_one()
    {
        await Run(a, attempt: 1, epochs: 5, AttemptOutcome.Interrupted);
        // The second load is that of the best one.
        storage.BeforeLoad = () =>
        {
            storage.BeforeLoad = () => Run(a, attempt: 1, epochs: 8, AttemptOutcome.Interrupted);
            return Task.CompletedTask;
        };

        await b.Store.Download(NodeDisk.Order(2), Cancel);

        Assert.Equal((9, 9), (b.Last!.Epoch, b.Best!.Epoch));
    }

    [Fact]
    public void Where_there_is_nothing_to_hand_over_nothing_is_waited_for()
    {
        Assert.True(a.Store.UploadAtEnd(NodeDisk.Order(1).Trial, AttemptOutcome.Completed).IsCompletedSuccessfully);
        _ = a.Store.Download(NodeDisk.Order(1), Cancel);
        Assert.True(a.Store.UploadAtEnd(NodeDisk.Order(1).Trial, AttemptOutcome.Completed).IsCompletedSuccessfully);
    }

    private static async Task Run(NodeDisk node, int attempt, int epochs, AttemptOutcome outcome, int batch = 0)
    {
        await node.Store.Download(NodeDisk.Order(attempt), Cancel);
        node.Train(epochs, batch);
        await node.Store.UploadAtEnd(NodeDisk.Order(attempt).Trial, outcome);
    }
}
