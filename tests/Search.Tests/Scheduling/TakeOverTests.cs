using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Search.Stoppers;
using static Sweep.Search.Tests.Scheduling.Given;

namespace Sweep.Search.Tests.Scheduling;

/// <summary>What a new coordinator makes of what it finds.</summary>
public sealed class TakeOverTests
{
    [Fact]
    public void A_new_coordinator_adopts_what_still_runs_and_refuses_zombies()
    {
        var rows = new[] { Row(0, TrialStatus.Running, attempts: 2), Row(1, TrialStatus.Completed, attempts: 1), Row(2) };
        var schedule = Rebuilt(Rules, new NeverStop(), rows, []);

        Assert.True(schedule.Adopt("n/cpu/0", Attempt(0, 2)));
        Assert.False(schedule.Adopt("n/cpu/1", Attempt(0, 1)));
        Assert.False(schedule.Adopt("n/cpu/1", Attempt(1, 1)));
        Assert.False(schedule.Adopt("n/cpu/1", Attempt(0, 2)));
        Assert.Equal(["n/cpu/0"], schedule.BusySlots);
    }

    [Fact]
    public void A_new_coordinator_tells_the_stopper_what_was_reported_before()
    {
        var heard = new List<(int Trial, int Epoch, double Loss)>();

        _ = Rebuilt(Rules with { Maximize = true }, new Listening(heard), Planned(1), [new MetricRow(0, 1, 0.7)]);

        Assert.Equal([(0, 1, -0.7)], heard);
    }

    private sealed class Listening(List<(int Trial, int Epoch, double Loss)> heard) : IStopper
    {
        public string Name => "listening";

        public void Note(int trial, Reading report) => heard.Add((trial, report.Epoch, report.Loss));

        public Verdict? Judge(TrialCurve own) => null;
    }
}
