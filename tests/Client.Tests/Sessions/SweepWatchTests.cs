using Sweep.Client.Progress;
using Sweep.Client.Sessions;
using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Reports.Parameters;
using Sweep.Reports.Progress;

namespace Sweep.Client.Tests.Sessions;

public sealed class SweepWatchTests
{
    [Fact]
    public async Task Lost_looks_are_repeated_and_the_end_is_seen()
    {
        var sweep = new ForgetfulSweep(lost: 5);

        var last = await Watched(sweep);

        Assert.True(last!.IsOver);
        Assert.Equal(6, sweep.Looks);
    }

    [Fact]
    public async Task Coordinator_that_never_answers_is_given_up() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Watched(new ForgetfulSweep(lost: int.MaxValue)));

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_watched_until_its_ledger_says_that_the_sweep_is_over()
    {
        var sweep = new ForgetfulSweep(lost: int.MaxValue) { OwnsSweep = false, IsOverAfter = 100 };

        var last = await Watched(sweep);

        Assert.True(last!.IsOver);
        Assert.Equal(100, sweep.Looks);
    }

    [Fact]
    public async Task Interrupting_the_watch_of_a_sweep_that_runs_elsewhere_leaves_the_sweep_alone()
    {
        using var interrupt = new CancellationTokenSource();
        var sweep = new ForgetfulSweep(lost: int.MaxValue) { OwnsSweep = false, OnLook = look => { if (look == 3) interrupt.Cancel(); } };

        Assert.Null(await Watched(sweep, interrupt));
        Assert.False(sweep.IsInterrupted);
    }

    private static Task<SweepProgress?> Watched(ISweepSession sweep, CancellationTokenSource? interrupt = null)
    {
        var views = new ProgressViewBuilder("cells", "loss", VaryingParameters.Of([]), new WorkLeft([], new Dictionary<CostKey, double>()));
        return new SweepWatch(sweep, new QuietProgress(Sweep.Client.Rendering.ConsoleWriter.Null), views, new HurryingClock())
            .UntilOver(interrupt?.Token ?? CancellationToken.None);
    }

    /// <summary>Nobody waits here.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>A sweep whose first looks get no answer.</summary>
    private sealed class ForgetfulSweep(int lost) : ISweepSession
    {
        public int Looks { get; private set; }

        public bool IsInterrupted { get; private set; }

        public bool OwnsSweep { get; init; } = true;

        /// <summary>Looks after which the ledger says that the sweep is over.</summary>
        public int IsOverAfter { get; init; } = int.MaxValue;

        public Action<int> OnLook { get; init; } = _ => { };

        public string Where => "elsewhere";

        public TimeSpan Pause => TimeSpan.Zero;

        public Task<SweepProgress> Watch(long newerThan)
        {
            OnLook(++Looks);
            return Looks <= lost
                ? Task.FromException<SweepProgress>(new TimeoutException("no answer"))
                : Task.FromResult(new SweepProgress { Version = 1, Counts = new Dictionary<TrialStatus, int>(), IsOver = true });
        }

        public Task<bool> IsOver(SweepProgress? seen) => Task.FromResult(seen is { IsOver: true } || Looks >= IsOverAfter);

        public Task Interrupt()
        {
            IsInterrupted = true;
            return Task.CompletedTask;
        }

        public Task<Capacity> Prepare(SweepSpec spec, SweepPlan plan, int finalTrials) => throw new NotSupportedException();

        public Task Start(SweepOrder order) => throw new NotSupportedException();

        public Task<IReadOnlyList<string>> StartDetached(SweepOrder order) => throw new NotSupportedException();

        public Task Cancel() => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
