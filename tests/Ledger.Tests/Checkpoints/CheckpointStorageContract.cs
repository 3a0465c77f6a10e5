using System.Security.Cryptography;
using Sweep.Ledger.Checkpoints;

namespace Sweep.Ledger.Tests.Checkpoints;

/// <summary>What every storage keeps, whatever its database.</summary>
public abstract class CheckpointStorageContract : IAsyncLifetime
{
    private static readonly CheckpointKey Last = new("cells", 17, CheckpointKind.Last);
    private static readonly CheckpointKey Best = Last with { Kind = CheckpointKind.Best };

    private readonly List<ICheckpointStorage> opened = [];

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected Microsoft.Extensions.Time.Testing.FakeTimeProvider Clock { get; } =
        new(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero));

    public abstract ValueTask InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var storage in opened) await storage.DisposeAsync();
        await Remove();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_empty_vault_has_nothing_and_forgets_it_gladly()
    {
        var storage = Node();

        Assert.Null(await storage.Find(Last, Cancel));
        await storage.Delete(Last, Cancel);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(DatabaseCheckpointStorage.PartSize)]
    [InlineData(DatabaseCheckpointStorage.PartSize + 1)]
    [InlineData(3 * DatabaseCheckpointStorage.PartSize - 7)]
    public async Task What_one_node_saves_another_loads_to_the_last_byte(int size)
    {
        var content = Content(size, seed: size);

        Assert.True(await Save(Node(), Last, content, attempt: 2, epoch: 7, batch: 3));

        var found = await Node().Find(Last, Cancel);
        Assert.Equal((Last, 2, 7, 3, (long)size, Hash(content)),
            (found!.Key, found.Attempt, found.Epoch, found.Batch, found.Bytes, found.Sha256));
        Assert.Equal(content, await Load(Node(), found));
    }

    [Fact]
    public async Task A_later_one_takes_the_place_of_the_one_before_and_of_its_room()
    {
        var storage = Node();
        await Save(storage, Last, Content(10_000_000), attempt: 1, epoch: 1);
        var former = await storage.Find(Last, Cancel);
        var content = Content(100, seed: 2);

        Assert.True(await Save(storage, Last, content, attempt: 1, epoch: 2));

        Assert.Equal(content, await Load(storage, (await storage.Find(Last, Cancel))!));
        Assert.Null(await Load(storage, former!));
        Assert.Equal(1, await CountParts());
    }

    [Fact]
    public async Task The_last_and_the_best_of_each_trial_are_kept_apart()
    {
        var storage = Node();
        CheckpointKey[] keys = [Last, Best, Last with { Trial = 18 }, Last with { Sweep = "cells2" }];
        foreach (var (key, seed) in keys.Select((key, seed) => (key, seed)))
            await Save(storage, key, Content(50, seed), attempt: 1, epoch: 1);

        await storage.Delete(Last, Cancel);

        Assert.Null(await storage.Find(Last, Cancel));
        for (var seed = 1; seed < keys.Length; seed++)
            Assert.Equal(Content(50, seed), await Load(storage, (await storage.Find(keys[seed], Cancel))!));
        Assert.Equal(3, await CountParts());
    }

    [Theory]
    [InlineData(1, 99, 0, true, false)] // an older attempt, however far it came
    [InlineData(1, 99, 0, false, false)]
    [InlineData(2, 5, 4, true, false)] // behind
    [InlineData(2, 4, 9, true, false)]
    [InlineData(3, 4, 0, true, false)]
    [InlineData(2, 5, 5, true, true)] // as far
    [InlineData(2, 5, 6, true, true)] // further
    [InlineData(3, 6, 0, true, true)]
    [InlineData(2, 1, 0, false, true)] // behind, but its word is the last
    public async Task An_older_attempt_never_replaces_a_newer_ones_nor_what_is_behind_what_is_further(
        int attempt, int epoch, int batch, bool onlyFurther, bool taken)
    {
        var storage = Node();
        var (first, second) = (Content(40, seed: 1), Content(40, seed: 2));
        await Save(storage, Last, first, attempt: 2, epoch: 5, batch: 5);

        Assert.Equal(taken, await Save(Node(), Last, second, attempt, epoch, batch, onlyFurther));

        Assert.Equal(taken ? second : first, await Load(storage, (await storage.Find(Last, Cancel))!));
        Assert.Equal(1, await CountParts());
    }

    [Fact]
    public async Task A_save_that_breaks_off_is_invisible_and_leaves_the_one_before()
    {
        var storage = Node();
        var first = Content(5_000_000, seed: 1);
        await Save(storage, Last, first, attempt: 1, epoch: 1);

        await Assert.ThrowsAsync<IOException>(() => storage.Save(
            Checkpoint(Last, Content(9_000_000), 1, 2, 0), new BreakingStream(Content(9_000_000), at: 6_000_000), true, Cancel));

        var found = await storage.Find(Last, Cancel);
        Assert.Equal(1, found!.Epoch);
        Assert.Equal(first, await Load(storage, found));
        Assert.Equal(2, await CountParts());
    }

    [Fact]
    public async Task What_a_dead_node_left_half_saved_goes_with_a_later_save_but_not_what_is_being_saved_now()
    {
        await Save(Node(), Last, Content(10), attempt: 1, epoch: 1);
        await LeavePart("dead", Clock.GetUtcNow().AddHours(-2));
        await LeavePart("alive", Clock.GetUtcNow().AddMinutes(-2));

        await Save(Node(), Last, Content(10), attempt: 1, epoch: 2);

        Assert.Equal(2, await CountParts());
    }

    [Fact]
    public async Task Nodes_that_save_at_once_leave_one_whole_checkpoint_of_the_newest_attempt()
    {
        var contents = Enumerable.Range(1, 6).Select(attempt => Content(5_000_000, attempt)).ToArray();

        var taken = await Task.WhenAll(
            contents.Select((content, i) => Task.Run(() => Save(Node(), Last, content, attempt: i + 1, epoch: 3))));

        Assert.True(taken[^1]);
        Assert.Equal(contents[^1], await Load(Node(), (await Node().Find(Last, Cancel))!));
    }

    [Fact]
    public async Task Many_slots_of_one_node_wait_for_their_turn()
    {
        var storage = Node();
        var contents = Enumerable.Range(0, 24).Select(trial => Content(300_000, trial)).ToArray();

        await Task.WhenAll(
            contents.Select((content, trial) => Task.Run(() => Save(storage, Last with { Trial = trial }, content, attempt: 1, epoch: 1))));
        var loaded = await Task.WhenAll(contents.Select((_, trial) =>
            Task.Run(async () => await Load(storage, (await storage.Find(Last with { Trial = trial }, Cancel))!))));

        Assert.Equal(contents, loaded);
    }

    [Fact]
    public async Task A_checkpoint_deleted_while_it_is_saved_is_not_there_in_half()
    {
        var storage = Node();
        var other = Node();
        var content = Content(9_000_000);

        var taken = await storage.Save(Checkpoint(Last, content, 1, 1, 0),
            new BreakingStream(content, at: 5_000_000, () => other.Delete(Last, Cancel).GetAwaiter().GetResult()), true, Cancel);

        Assert.False(taken);
        Assert.Null(await storage.Find(Last, Cancel));
        Assert.Equal(0, await CountParts());
    }

    [Fact]
    public async Task What_to_go_on_from_comes_too_late_once_the_trial_is_final_and_its_best_does_not()
    {
        await using (var ledger = OpenLedger())
        {
            await ledger.CreateSweep(Given.Sweep(), [Given.Trial(17), Given.Trial(18)]);
            var token = await ledger.Claim("cells", [], []);
            await ledger.Apply("cells", token, [Given.Started(17), Given.Started(18), Given.Finished(17)]);
        }

        Assert.False(await Save(Node(), Last, Content(10), attempt: 1, epoch: 1));
        Assert.True(await Save(Node(), Best, Content(10), attempt: 1, epoch: 1));
        Assert.True(await Save(Node(), Last with { Trial = 18 }, Content(10), attempt: 1, epoch: 1));
        Assert.Null(await Node().Find(Last, Cancel));
        Assert.Equal(2, await CountParts());
    }

    [Fact]
    public async Task What_trials_keep_for_others_goes_by_itself_and_with_the_sweep()
    {
        var storage = Node();
        CheckpointKey Kept(int epoch, string sweep = "cells") => new(sweep, 17, CheckpointKind.Kept, epoch);
        CheckpointKey[] keys = [Kept(5), Kept(10), Kept(15), Kept(5, "other"), Best];
        foreach (var (key, seed) in keys.Select((key, seed) => (key, seed)))
            await Save(storage, key, Content(50, seed), attempt: 1, epoch: 1);
        await storage.Delete(Kept(10), Cancel);

        Assert.Equal(Content(50, 2), await Load(storage, (await storage.Find(Kept(15), Cancel))!));
        Assert.Null(await storage.Find(Kept(10), Cancel));

        await storage.DeleteKept("cells", Cancel);

        Assert.Null(await storage.Find(Kept(5), Cancel));
        Assert.NotNull(await storage.Find(Kept(5, "other"), Cancel));
        Assert.NotNull(await storage.Find(Best, Cancel));
        Assert.Equal(2, await CountParts());
    }

    [Fact]
    public async Task A_table_of_a_version_that_knew_two_kinds_takes_the_third_and_loses_nothing()
    {
        await Run("""
            CREATE TABLE checkpoint (
              sweep TEXT NOT NULL, trial BIGINT NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('last', 'best')),
              attempt BIGINT NOT NULL, epoch BIGINT NOT NULL, batch BIGINT NOT NULL,
              sha256 TEXT NOT NULL, bytes BIGINT NOT NULL, upload TEXT NOT NULL,
              PRIMARY KEY (sweep, trial, kind))
            """);
        await Save(Node(), Best, Content(10, 1), attempt: 1, epoch: 1);

        var kept = Best with { Kind = CheckpointKind.Kept, Epoch = 5 };
        Assert.True(await Save(Node(), kept, Content(10, 2), attempt: 1, epoch: 6));
        Assert.True(await Save(Node(), kept with { Trial = 3 }, Content(10, 3), attempt: 1, epoch: 6));

        Assert.Equal(Content(10, 1), await Load(Node(), (await Node().Find(Best, Cancel))!));
        Assert.Equal(Content(10, 2), await Load(Node(), (await Node().Find(kept, Cancel))!));
    }

    protected abstract ICheckpointStorage Open();

    protected abstract Task Run(string sql);

    protected abstract ILedger OpenLedger();

    protected abstract Task<long> CountParts();

    protected abstract Task LeavePart(string upload, DateTimeOffset madeAt);

    protected abstract Task Remove();

    private ICheckpointStorage Node()
    {
        var storage = Open();
        lock (opened) opened.Add(storage);
        return storage;
    }

    private static Task<bool> Save(
        ICheckpointStorage storage, CheckpointKey key, byte[] content, int attempt, int epoch, int batch = 0, bool onlyFurther = true) =>
        storage.Save(Checkpoint(key, content, attempt, epoch, batch), new MemoryStream(content), onlyFurther, Cancel);

    private static StoredCheckpoint Checkpoint(CheckpointKey key, byte[] content, int attempt, int epoch, int batch) =>
        new() { Key = key, Attempt = attempt, Epoch = epoch, Batch = batch, Sha256 = Hash(content), Bytes = content.Length };

    private static async Task<byte[]?> Load(ICheckpointStorage storage, StoredCheckpoint found)
    {
        var into = new MemoryStream();
        return await storage.Load(found, into, Cancel) ? into.ToArray() : null;
    }

    private static byte[] Content(int size, int seed = 1)
    {
        var content = new byte[size];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
