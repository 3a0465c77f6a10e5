using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Silo.Notes;

namespace Sweep.Silo.Tests.Notes;

public sealed class NoteLogTests
{
    private static readonly NotifyRules All = new("https://x.org", Enum.GetValues<NoteKind>(), TimeSpan.FromMinutes(15));

    [Fact]
    public void The_end_is_told_when_no_trial_is_left() =>
        Assert.Equal(NoteKind.Finished, new NoteLog(All).Take(Seen(9) with { IsOver = true }, TimeSpan.Zero));

    [Fact]
    public void A_pause_of_the_user_is_not_told() =>
        Assert.Null(new NoteLog(All).Take(Seen(9, planned: 1) with { IsOver = true }, TimeSpan.Zero));

    [Fact]
    public void A_sweep_that_stops_by_itself_is_told_as_failed() => Assert.Equal(
        NoteKind.Failed, new NoteLog(All).Take(Seen(0, planned: 3) with { IsOver = true, Failure = "all fail" }, TimeSpan.Zero));

    [Fact]
    public void Silence_is_told_once_and_again_after_something_was_reported()
    {
        var log = new NoteLog(All);
        NoteKind? At(double minute, long epochs) => log.Take(Seen(epochs, planned: 1), TimeSpan.FromMinutes(minute));

        Assert.Equal(
            [null, null, NoteKind.Stalled, null, null, null, NoteKind.Stalled],
            new[] { At(0, 4), At(14.9, 4), At(15, 4), At(40, 4), At(41, 5), At(55, 5), At(56, 5) });
    }

    [Fact]
    public void Only_what_the_file_asks_for_is_told()
    {
        var log = new NoteLog(All with { On = [NoteKind.Failed] });

        Assert.Null(log.Take(Seen(4, planned: 1), TimeSpan.FromHours(1)));
        Assert.Null(log.Take(Seen(4, planned: 1), TimeSpan.FromHours(3)));
        Assert.Null(log.Take(Seen(9) with { IsOver = true }, TimeSpan.FromHours(4)));
    }

    private static SweepProgress Seen(long epochs, int planned = 0) => new()
    {
        Counts = new Dictionary<TrialStatus, int> { [TrialStatus.Planned] = planned, [TrialStatus.Completed] = 2 },
        EpochsDone = epochs,
    };
}
