using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Sweep.Contracts;
using Sweep.Silo.Configuration;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

/// <summary>Real processes: small shell scripts that play a worker.</summary>
public sealed class SlotHostTests : IDisposable
{
    private const string Slot = "n/cpu/0";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Scripts scripts = new();

    public void Dispose() => scripts.Dispose();

    [Fact]
    public async Task A_trial_runs_and_its_events_come_numbered_without_gaps()
    {
        await using var host = Host(scripts.Node($$"""
            {{Scripts.Ready}}
            while read line; do
              echo '{"type":"started","epochs":1}'
              echo '{"type":"report","epoch":1,"metrics":{"loss":0.5},"seconds":1}'
              {{Scripts.Completed}}
            done
            """));

        Assert.True(host.Run(Slot, Orders.For(0)));
        var first = await UntilEnd(host, 0);
        Assert.True(host.Run(Slot, Orders.For(1)));
        var second = await UntilEnd(host, first[^1].Sequence);

        Assert.Equal([1, 2, 3, 4, 5, 6], first.Concat(second).Select(e => (int)e.Sequence));
        Assert.Equal([0, 0, 0, 1, 1, 1], first.Concat(second).Select(e => e.Trial.Trial));
        Assert.Equal(0.5, Assert.IsType<TrialReport>(first[1].Event).Metrics["loss"]);
    }

    [Fact]
    public async Task Unacknowledged_events_are_read_again_and_acknowledged_ones_are_gone()
    {
        await using var host = Host(scripts.Node($"{Scripts.Ready}\nread line\n{Scripts.Completed}\nread line"));
        host.Run(Slot, Orders.For(0));
        var events = await UntilEnd(host, 0);

        var again = await host.ReadEvents(Slot, 0, TimeSpan.Zero, TestContext.Current.CancellationToken);
        var rest = await host.ReadEvents(Slot, events[^1].Sequence, TimeSpan.Zero, TestContext.Current.CancellationToken);
        var afterwards = await host.ReadEvents(Slot, 0, TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Equal(events, again.Events);
        Assert.Empty(rest.Events);
        Assert.Empty(afterwards.Events);
        Assert.Null(rest.Current);
        Assert.Equal(host.Incarnation, rest.Incarnation);
    }

    [Fact]
    public async Task The_worker_gets_its_environment_and_only_its_gpu()
    {
        var seen = Path.Combine(scripts.Folder, "environment");
        var options = scripts.Node($$"""
            {{Scripts.Ready}}
            read line
            echo "$OMP_NUM_THREADS $MKL_NUM_THREADS $OMP_WAIT_POLICY [$CUDA_VISIBLE_DEVICES] $SWEEP_DATA $SWEEP_SLOT $DOTNET_TieredCompilation $DOTNET_GCgen0size" > {{seen}}
            {{Scripts.Completed}}
            read line
            """, new DeviceSlot("cuda:3", 0)) with { Threads = 2, WorkerEnvironment = new Dictionary<string, string> { ["SWEEP_DATA"] = "/data" } };
        await using var host = Host(options);

        host.Run("n/cuda:3/0", Orders.For(0));
        await End(host, "n/cuda:3/0");

        Assert.Equal("2 2 PASSIVE [3] /data n/cuda:3/0 0 0x100000\n",
            await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_death_in_the_middle_keeps_the_end_of_stderr()
    {
        await using var host =
            Host(scripts.Node($"{Scripts.Ready}\nread line\nfor i in $(seq 2000); do echo line $i; done >&2\nkill -SEGV $$"));

        host.Run(Slot, Orders.For(0));

        var ended = await End(host);
        Assert.Equal((AttemptOutcome.Crashed, "the worker was ended by SIGSEGV in the middle of the trial"), (ended.Outcome, ended.Reason));
        Assert.EndsWith("line 2000", ended.StderrTail);
        Assert.InRange(ended.StderrTail!.Length, 3000, 4096);
    }

    [Fact]
    public async Task A_worker_command_that_does_not_exist_is_named()
    {
        await using var host = Host(scripts.Node("") with { WorkerCommand = ["/no/such/program", "worker"] });

        host.Run(Slot, Orders.For(0));

        var ended = await End(host);
        Assert.Equal(AttemptOutcome.Crashed, ended.Outcome);
        Assert.Contains("/no/such/program", ended.Reason + ended.StderrTail);
    }

    [Fact]
    public async Task Garbage_kills_the_worker_with_its_children()
    {
        var pids = Path.Combine(scripts.Folder, "pids");
        await using var host =
            Host(scripts.Node($"{Scripts.Ready}\nread line\nsleep 1000 & echo $! > {pids}\nsh -c 'sleep 1000' & echo $! >> {pids}\necho " +
            $"$$ >> {pids}\necho nonsense\nwait"));

        host.Run(Slot, Orders.For(0));

        var ended = await End(host);
        Assert.Contains("nonsense", ended.Reason);
        foreach (var pid in await File.ReadAllLinesAsync(pids, TestContext.Current.CancellationToken)) await Dead(int.Parse(pid));
    }

    [Fact]
    public async Task A_hung_worker_is_killed_with_its_children_and_the_slot_is_free_again()
    {
        var pids = Path.Combine(scripts.Folder, "pids");
        var options = scripts.Node($"{Scripts.Ready}\nread line\nsleep 1000 & echo $! > {pids}\nwait")
            with
        { HangLimit = TimeSpan.FromSeconds(1), StopLimit = TimeSpan.FromSeconds(1) };
        await using var host = Host(options);

        host.Run(Slot, Orders.For(0));

        Assert.Equal(AttemptOutcome.Hung, (await End(host)).Outcome);
        await Dead(int.Parse(await File.ReadAllTextAsync(pids, TestContext.Current.CancellationToken)));
        Assert.True(host.Run(Slot, Orders.For(1)));
    }

    [Fact]
    public async Task A_wall_clock_that_is_set_back_hides_no_hung_worker()
    {
        var clock = new SetBackClock();
        await using var host = Host(scripts.Node($"{Scripts.Ready}\nread line\nsleep 1000")
            with
        { HangLimit = TimeSpan.FromSeconds(1), StopLimit = TimeSpan.FromSeconds(1) }, clock);

        host.Run(Slot, Orders.For(0));
        clock.IsSetBack = true;

        Assert.Equal(AttemptOutcome.Hung, (await End(host)).Outcome);
    }

    [Fact]
    public async Task A_worker_that_ignores_stop_is_killed_with_the_wanted_outcome()
    {
        var options = scripts.Node($"{Scripts.Ready}\nwhile read line; do sleep 0; done") with { StopLimit = TimeSpan.FromSeconds(1) };
        await using var host = Host(options);
        host.Run(Slot, Orders.For(0));

        host.Stop(Slot, Orders.For(0).Trial, AttemptOutcome.Cancelled, "enough");

        Assert.Equal(AttemptOutcome.Cancelled, (await End(host)).Outcome);
    }

    [Fact]
    public async Task Closing_asks_for_a_checkpoint_and_leaves_no_process()
    {
        var pid = Path.Combine(scripts.Folder, "pid");
        var said = Path.Combine(scripts.Folder, "said");
        var host = Host(scripts.Node($$"""
            echo $$ > {{pid}}
            {{Scripts.Ready}}
            read start
            echo '{"type":"started","epochs":9}'
            read stop
            echo "$stop" > {{said}}
            echo '{"type":"ended","outcome":"interrupted","reason":"saved"}'
            read eof
            """));
        host.Run(Slot, Orders.For(0));
        await host.ReadEvents(Slot, 0, Limit, TestContext.Current.CancellationToken);

        await host.DisposeAsync();

        Assert.Contains("\"interrupted\"", await File.ReadAllTextAsync(said, TestContext.Current.CancellationToken));
        Assert.False(IsAlive(int.Parse(await File.ReadAllTextAsync(pid, TestContext.Current.CancellationToken))));
        Assert.False(host.Run(Slot, Orders.For(1)));
    }

    [Fact]
    public async Task Idle_workers_leave_their_device_before_a_trial_starts_that_needs_their_room()
    {
        var seen = Path.Combine(scripts.Folder, "alive-at-start");
        var pids = Path.Combine(scripts.Folder, "pids");
        await using var host = Host(scripts.Node($$"""
            echo $$ >> {{pids}}
            {{Scripts.Ready}}
            while read line; do
              for pid in $(cat {{pids}}); do kill -0 $pid && echo $pid; done > {{seen}} 2> /dev/null
              {{Scripts.Completed}}
            done
            """, new DeviceSlot("cuda:0", 0)));
        host.Run("n/cuda:0/1", Orders.For(0) with { Share = 0.25 });
        await End(host, "n/cuda:0/1");
        host.Run("n/cuda:0/2", Orders.For(1) with { Share = 0.25 });
        await End(host, "n/cuda:0/2");
        var warm = await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken);

        host.Run("n/cuda:0/0", Orders.For(2) with { Share = 1 });
        await End(host, "n/cuda:0/0");

        Assert.Equal(2, warm.Length);
        Assert.Empty(warm.Intersect(await File.ReadAllLinesAsync(seen, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task A_slot_is_quarantined_with_the_share_of_its_last_trial()
    {
        await using var host =
            Host(scripts.Node($"{Scripts.Ready}\nread line\n{Scripts.Completed}\nread line", new DeviceSlot("cuda:0", 0)));
        host.Run("n/cuda:0/1", Orders.For(0) with { Share = 0.25 });
        await End(host, "n/cuda:0/1");

        host.Quarantine("n/cuda:0/1", "broken");

        Assert.Equal(new QuarantinedSlot("n/cuda:0/1", "broken", 0.25), Assert.Single(host.Quarantined));
    }

    [Fact]
    public async Task A_worker_is_in_a_session_of_its_own_so_that_the_terminal_does_not_interrupt_it()
    {
        var session = Path.Combine(scripts.Folder, "session");
        await using var host =
            Host(scripts.Node($"{Scripts.Ready}\nread line\ncut -d' ' -f1,5,6 /proc/$$/stat > {session}\n{Scripts.Completed}\nread line"));

        host.Run(Slot, Orders.For(0));
        await End(host);

        var (pid, group, own) = (await File.ReadAllTextAsync(session, TestContext.Current.CancellationToken)).Trim().Split(' ') switch
        {
            [var a, var b, var c] => (a, b, c),
            var other => throw new InvalidDataException(string.Join(' ', other)),
        };
        Assert.Equal((pid, pid), (group, own));
    }

    [Fact]
    public async Task A_worker_that_has_not_said_ready_does_not_hold_up_the_end_of_its_node()
    {
        var up = Path.Combine(scripts.Folder, "up");
        var host = Host(scripts.Node($"touch {up}\nexec sleep 1000")
            with
        { StopLimit = TimeSpan.FromHours(1), ReadyLimit = TimeSpan.FromHours(1) });
        host.Run(Slot, Orders.For(0));
        for (var began = Stopwatch.StartNew(); !File.Exists(up); await Task.Delay(10, TestContext.Current.CancellationToken))
            Assert.True(began.Elapsed < Limit, "the worker did not start");

        await host.DisposeAsync().AsTask().WaitAsync(Limit, TestContext.Current.CancellationToken);

        var end = Assert.Single((await host.ReadEvents(Slot, 0, TimeSpan.Zero, TestContext.Current.CancellationToken)).Events);
        Assert.Equal(AttemptOutcome.Interrupted, Assert.IsType<TrialEnded>(end.Event).Outcome);
    }

    private static SlotHost Host(NodeOptions options, TimeProvider? clock = null) =>
        new(options, clock ?? TimeProvider.System, NullLogger<SlotHost>.Instance);

    /// <summary>Real time, on a machine whose wall clock somebody sets an hour back.</summary>
    private sealed class SetBackClock : TimeProvider
    {
        public bool IsSetBack { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - (IsSetBack ? TimeSpan.FromHours(1) : TimeSpan.Zero);
    }

    private static async Task<List<SlotEvent>> UntilEnd(SlotHost host, long after, string slot = Slot)
    {
        var all = new List<SlotEvent>();
        var began = Stopwatch.StartNew();
        while (!all.Exists(e => e.Event is TrialEnded))
        {
            Assert.True(began.Elapsed < Limit, $"no end of the trial on {slot} within {Limit}; events so far: {string.Join(", ", all)}");
            var read = await host.ReadEvents(slot, after, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
            all.AddRange(read.Events);
            if (all.Count > 0) after = all[^1].Sequence;
        }

        return all;
    }

    private static async Task<TrialEnded> End(SlotHost host, string slot = Slot) =>
        (await UntilEnd(host, 0, slot)).Select(e => e.Event).OfType<TrialEnded>().Single();

    private static bool IsAlive(int pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static async Task Dead(int pid)
    {
        for (var began = Stopwatch.StartNew(); IsAlive(pid); await Task.Delay(10))
            Assert.True(began.Elapsed < Limit, $"process {pid} still lives {Limit} after its worker was killed");
    }
}
