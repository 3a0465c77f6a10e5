using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Silo.Sweeps;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>How long a sweep has run, by what the ledger holds of its attempts.</summary>
public sealed class RunningTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Times_with_several_attempts_count_once_and_times_with_none_do_not() =>
        Assert.Equal(TimeSpan.FromSeconds(15 + 5), RunningTime.Of([Ran(0, 10), Ran(5, 15), Ran(7, 9), Ran(60, 65)]));

    [Theory]
    [InlineData(null)]
    [InlineData(AttemptOutcome.Interrupted)]
    [InlineData(AttemptOutcome.LostNode)]
    public void An_attempt_whose_end_nobody_saw_ran_as_long_as_its_epochs_say(AttemptOutcome? outcome)
    {
        var attempt = Ran(0, 3600) with { Outcome = outcome, ReportedSeconds = 20 };

        Assert.Equal(TimeSpan.FromSeconds(20), RunningTime.Of([outcome is null ? attempt with { EndedAt = null } : attempt]));
    }

    [Fact]
    public void An_attempt_that_ended_before_it_started_ran_as_long_as_its_epochs_say() =>
        Assert.Equal(TimeSpan.FromSeconds(20), RunningTime.Of([Ran(0, -86_400) with { ReportedSeconds = 20 }]));

    [Theory]
    [InlineData(1e308)]
    [InlineData(-1e308)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Whatever_seconds_a_ledger_holds_the_time_is_within_reason(double reported) =>
        Assert.InRange(RunningTime.Of([Ran(0, 10), Ran(0, 0) with { EndedAt = null, Outcome = null, ReportedSeconds = reported }]),
            TimeSpan.FromSeconds(10), TimeSpan.FromDays(366 * 10_000.0));

    private static AttemptRow Ran(double from, double to) => new()
    {
        Trial = 0,
        Attempt = 1,
        Slot = "node/cpu/0",
        StartedAt = Start.AddSeconds(from),
        EndedAt = Start.AddSeconds(to),
        Outcome = AttemptOutcome.Completed,
    };
}
