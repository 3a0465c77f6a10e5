using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Silo.Contracts;
using Sweep.Silo.Sweeps;
using Sweep.Silo.Tests.Workers;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>What becomes of an attempt whose node goes, by whether it ran there.</summary>
public sealed class SlotLinkTests
{
    private const string Slot = "n1/cpu/0";
    private static readonly TrialRef Trial = new("cells", 3, 1);
    private static readonly SiloUnavailableException Absent =
        new($"slot '{Slot}' is on node 'n1', which is not in the cluster (nodes: n0); start it with `sweep silo` there");
    private static readonly SiloUnavailableException Died = new("the silo died");

    [Fact]
    public async Task A_trial_that_a_leaving_node_refused_was_preempted() =>
        Assert.Equal(AttemptOutcome.Preempted, await OutcomeOn(new Worker(runs: tries => tries < 2 ? false : throw Died)));

    [Fact]
    public async Task A_trial_that_came_when_its_node_was_gone_was_interrupted() =>
        Assert.Equal(AttemptOutcome.Interrupted, await OutcomeOn(new Worker(runs: _ => throw Absent)));

    [Fact]
    public async Task A_trial_that_may_have_begun_lost_its_node() =>
        Assert.Equal(AttemptOutcome.LostNode, await OutcomeOn(new Worker(runs: tries => throw (tries == 0 ? Died : Absent))));

    [Fact]
    public async Task A_trial_that_ran_lost_its_node() =>
        Assert.Equal(AttemptOutcome.LostNode, await OutcomeOn(new Worker(runs: _ => true)));

    [Fact]
    public async Task Who_reads_the_end_of_a_trial_late_leaves_what_the_next_one_of_another_sweep_has_reported_since()
    {
        var (next, told, events) = (new TrialRef("others", 0, 1), new List<TrialEvent>(), new EventBuffer());
        TrialReport report = new() { Epoch = 1, Metrics = new Dictionary<string, double>(), Seconds = 1 };
        events.Add([(Trial, report)]);
        events.Add([(Trial, new TrialEnded { Outcome = AttemptOutcome.Completed })]);
        events.Add([(next, report)]);

        await new SlotLink(Slot, new Worker(_ => true, events, next), Report, NeverLost, new SlotCalls(TimeProvider.System))
            .Serve(Trial, order: null, TestContext.Current.CancellationToken);

        Assert.Equal([AttemptOutcome.Completed], told.OfType<TrialEnded>().Select(ended => ended.Outcome));
        Assert.Equal([next], events.After(0).Events.Select(left => left.Trial));

        Task Report(SlotName slot, TrialRef trial, IReadOnlyList<TrialEvent> happened)
        {
            told.AddRange(happened);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_trial_that_comes_after_another_one_reads_past_what_that_has_left_on_the_slot()
    {
        var events = new EventBuffer();
        events.Add([(new TrialRef("others", 0, 1), new TrialEnded { Outcome = AttemptOutcome.Completed })]);
        var worker = new Worker(_ => true, events, Trial)
        {
            OnRead = reads =>
            {
                if (reads == 2) events.Add([(Trial, new TrialEnded { Outcome = AttemptOutcome.Completed })]);
            },
        };

        await new SlotLink(Slot, worker, (_, _, _) => Task.CompletedTask, NeverLost, new SlotCalls(TimeProvider.System))
            .Serve(Trial, Orders.For(Trial.Trial), TestContext.Current.CancellationToken);

        Assert.Empty(events.After(0).Events);
    }

    private static Task NeverLost(SlotName slot, TrialRef trial, SlotLostException lost) => throw lost;

    /// <summary>How the attempt on a worker ends whose node is gone afterwards.</summary>
    private static async Task<AttemptOutcome> OutcomeOn(Worker worker)
    {
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        var lost = new TaskCompletionSource<AttemptOutcome>();
        Task Lose(SlotName slot, TrialRef trial, SlotLostException e)
        {
            lost.SetResult(e.Outcome);
            return Task.CompletedTask;
        }

        var serving = new SlotLink(Slot, worker, (_, _, _) => Task.CompletedTask, Lose, new SlotCalls(clock))
            .Serve(Trial, Orders.For(Trial.Trial), TestContext.Current.CancellationToken);
        while (!lost.Task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await serving;
        return await lost.Task;
    }

    /// <param name="runs">Whether it takes an attempt, by how often it was asked.</param>
    /// <param name="events">What it has to tell; null = its node dies as soon as something runs.</param>
    /// <param name="current">What has the slot then.</param>
    private sealed class Worker(Func<int, bool> runs, EventBuffer? events = null, TrialRef? current = null) : IWorkerGrain
    {
        private int tries;
        private int reads;

        public Action<int>? OnRead { get; init; }
        private bool isRunning;

        public Task<bool> Run(TrialOrder order, CancellationToken cancel = default)
        {
            try
            {
                isRunning = runs(tries++);
                return Task.FromResult(isRunning);
            }
            catch (SiloUnavailableException e)
            {
                return Task.FromException<bool>(e);
            }
        }

        /// <summary>A slot that refuses without a trial of its own is about to leave.</summary>
        public Task<SlotEvents> ReadEvents(
            long afterSequence, TimeSpan wait, string? incarnation = null, CancellationToken cancel = default)
        {
            if (events is not null) return Task.FromResult(Read(events, afterSequence));
            return isRunning ? Task.FromException<SlotEvents>(Died) : Task.FromResult(new SlotEvents("1", [], null));
        }

        private SlotEvents Read(EventBuffer buffer, long afterSequence)
        {
            buffer.Acknowledge(afterSequence);
            OnRead?.Invoke(++reads);
            return new SlotEvents("1", buffer.After(afterSequence).Events, current);
        }

        public Task Stop(TrialRef trial, AttemptOutcome outcome, string? reason, CancellationToken cancel = default) =>
            throw new NotSupportedException();

        public Task<OutputPart?> ReadOutput(TrialRef trial, bool isError, long offset, CancellationToken cancel = default) =>
            Task.FromResult<OutputPart?>(null);

        public Task Quarantine(string reason, CancellationToken cancel = default) => throw new NotSupportedException();
    }
}
