using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Silo.Contracts;
using Sweep.Silo.Sweeps;
using Sweep.Silo.Tests.Workers;

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

        var serving = new SlotLink(Slot, worker, (_, _, _) => Task.CompletedTask, Lose, clock)
            .Serve(Trial, Orders.For(Trial.Trial), TestContext.Current.CancellationToken);
        while (!lost.Task.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await serving;
        return await lost.Task;
    }

    private sealed class Worker(Func<int, bool> runs) : IWorkerGrain
    {
        private int tries;
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
            long afterSequence, TimeSpan wait, string? incarnation = null, CancellationToken cancel = default) =>
            isRunning ? Task.FromException<SlotEvents>(Died) : Task.FromResult(new SlotEvents("1", [], null));

        public Task Stop(TrialRef trial, AttemptOutcome outcome, string? reason, CancellationToken cancel = default) =>
            throw new NotSupportedException();

        public Task<OutputPart?> ReadOutput(TrialRef trial, bool isError, long offset, CancellationToken cancel = default) =>
            Task.FromResult<OutputPart?>(null);

        public Task Quarantine(string reason, CancellationToken cancel = default) => throw new NotSupportedException();
    }
}
