using Microsoft.Extensions.Logging.Abstractions;
using Sweep.Contracts;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

/// <summary>A slot between a store of checkpoints and a worker.</summary>
public sealed class MovingTrialTests : IDisposable
{
    private const string Slot = "n/cpu/0";
    private const string Echo =
        $"{Scripts.Ready}\nwhile read line; do\n  echo '{{\"type\":\"started\",\"epochs\":1}}'\n  {Scripts.Completed}\ndone";

    private readonly Scripts scripts = new();
    private readonly PatientStore store = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => scripts.Dispose();

    [Fact]
    public async Task An_attempt_starts_when_its_checkpoint_is_here()
    {
        await using var host = Host();
        store.Handed.SetResult();
        host.Run(Slot, Orders.For(0));
        Assert.Empty((await host.ReadEvents(Slot, 0, TimeSpan.FromMilliseconds(300), Cancel)).Events);

        store.Downloaded.SetResult();

        Assert.IsType<TrialEnded>((await UntilEnd(host))[^1].Event);
    }

    [Fact]
    public async Task An_end_is_told_when_the_checkpoint_is_handed_over_and_until_then_the_slot_is_taken()
    {
        await using var host = Host();
        store.Downloaded.SetResult();
        host.Run(Slot, Orders.For(0));
        await store.Asked.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        var before = await host.ReadEvents(Slot, 0, TimeSpan.FromMilliseconds(300), Cancel);
        Assert.DoesNotContain(before.Events, e => e.Event is TrialEnded);
        Assert.Equal(Orders.For(0).Trial, before.Current);
        Assert.False(host.Run(Slot, Orders.For(1)));
        Assert.True(host.Run(Slot, Orders.For(0)));

        store.Handed.SetResult();

        Assert.IsType<TrialEnded>((await UntilEnd(host))[^1].Event);
        Assert.True(host.Run(Slot, Orders.For(1)));
    }

    [Fact]
    public async Task An_attempt_stopped_while_its_checkpoint_is_on_the_way_ends_at_once_and_leaves_the_worker_warm()
    {
        var starts = Path.Combine(scripts.Folder, "starts");
        await using var host = new SlotHost(
            scripts.Node($"{Scripts.Ready}\nwhile read line; do\n  echo \"$line\" >> {starts}\n  {Scripts.Completed}\ndone"),
            TimeProvider.System, NullLogger<SlotHost>.Instance, checkpoints: store);
        store.Handed.SetResult();
        host.Run(Slot, Orders.For(0));

        host.Stop(Slot, Orders.For(0).Trial, AttemptOutcome.Interrupted, "enough");

        var ended = Assert.IsType<TrialEnded>(Assert.Single(await UntilEnd(host)).Event);
        Assert.Equal((AttemptOutcome.Interrupted, "enough"), (ended.Outcome, ended.Reason));
        store.Downloaded.SetResult();
        host.Run(Slot, Orders.For(1));
        while ((await host.ReadEvents(Slot, 1, TimeSpan.FromSeconds(20), Cancel)).Events.Count == 0)
        {
        }

        Assert.Contains("\"trial\":1", Assert.Single(await File.ReadAllLinesAsync(starts, Cancel)));
    }

    [Fact]
    public async Task A_node_that_closes_waits_until_everything_is_handed_over()
    {
        var host = Host();
        store.Downloaded.SetResult();
        host.Run(Slot, Orders.For(0));
        await store.Asked.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);

        var closing = host.Close();
        Assert.False(closing.IsCompleted);
        store.Handed.SetResult();

        await closing.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
        await host.DisposeAsync();
    }

    [Fact]
    public async Task What_must_not_begin_ends_at_once_and_no_worker_is_started()
    {
        await using var host =
            new SlotHost(scripts.Node("exit 1") with { AllowCommands = false }, TimeProvider.System, NullLogger<SlotHost>.Instance);

        Assert.True(host.Run(Slot, Orders.For(0, 1, "/bin/true")));

        var ended = Assert.IsType<TrialEnded>(Assert.Single((await host.ReadEvents(Slot, 0, TimeSpan.Zero, Cancel)).Events).Event);
        Assert.Equal(AttemptOutcome.NodeFault, ended.Outcome);
        Assert.Contains("--allow-commands", ended.Reason);
    }

    private SlotHost Host() => new(scripts.Node(Echo), TimeProvider.System, NullLogger<SlotHost>.Instance, checkpoints: store);

    private static async Task<IReadOnlyList<SlotEvent>> UntilEnd(SlotHost host)
    {
        for (var read = await host.ReadEvents(Slot, 0, TimeSpan.FromSeconds(20), Cancel); ;
            read = await host.ReadEvents(Slot, 0, TimeSpan.FromMilliseconds(50), Cancel))
            if (read.Events.Any(e => e.Event is TrialEnded) || read.Current is null) return read.Events;
    }

    /// <summary>Takes as long as the test says.</summary>
    private sealed class PatientStore : ICheckpointStore
    {
        public TaskCompletionSource Downloaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Handed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Download(TrialOrder order, CancellationToken cancel = default) => Downloaded.Task;

        public void UploadIfDue(TrialRef trial)
        {
        }

        public Task UploadAtEnd(TrialRef trial, AttemptOutcome outcome)
        {
            Asked.TrySetResult();
            return Handed.Task;
        }

        public Task ForgetKept(string sweep) => Task.CompletedTask;

        public void ForgetLast(string sweep, int trial)
        {
        }
    }
}
