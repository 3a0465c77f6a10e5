using Sweep.Client.Progress;
using Sweep.Client.Running;
using Sweep.Contracts;
using Sweep.Reports.Parameters;
using Sweep.Reports.Progress;
using Sweep.Silo.Contracts;

namespace Sweep.Client.Tests.Running;

public sealed class SweepWatchTests
{
    [Fact]
    public async Task Lost_looks_are_repeated_and_the_end_is_seen()
    {
        var sweep = new ForgetfulSweep(lost: 5);

        var last = await Watched(sweep);

        Assert.True(last.IsOver);
        Assert.Equal(6, sweep.Looks);
    }

    [Fact]
    public async Task Coordinator_that_never_answers_is_given_up() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Watched(new ForgetfulSweep(lost: int.MaxValue)));

    private static Task<SweepProgress> Watched(ISweepGrain sweep)
    {
        var views = new ProgressViewBuilder("cells", "loss", VaryingParameters.Of([]), new WorkLeft([], new Dictionary<CostKey, double>()));
        return new SweepWatch(sweep, new QuietProgress(Sweep.Client.Rendering.ConsoleWriter.Null), views, new HurryingClock(), TimeSpan.Zero).UntilOver(CancellationToken.None);
    }

    /// <summary>Nobody waits here.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private sealed class ForgetfulSweep(int lost) : ISweepGrain
    {
        public int Looks { get; private set; }

        public Task<SweepProgress> Watch(long newerThan, CancellationToken cancel = default) => ++Looks <= lost
            ? Task.FromException<SweepProgress>(new TimeoutException("no answer"))
            : Task.FromResult(new SweepProgress { Version = 1, Counts = new Dictionary<TrialStatus, int>(), IsOver = true });

        public Task Start(SweepOrder order, CancellationToken cancel = default) => Task.CompletedTask;

        public Task Wake(CancellationToken cancel = default) => Task.CompletedTask;

        public Task Interrupt(CancellationToken cancel = default) => Task.CompletedTask;

        public Task Cancel(CancellationToken cancel = default) => Task.CompletedTask;
    }
}
