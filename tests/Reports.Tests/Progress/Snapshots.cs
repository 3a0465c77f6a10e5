using Sweep.Contracts;

namespace Sweep.Reports.Tests.Progress;

/// <summary>Short ways to say what a sweep looks like.</summary>
internal static class Snapshots
{
    public static PlannedTrial Trial(int number, int epochs, string costKey = "") =>
        new() { Number = number, Config = "{}", Replicate = 0, Seed = number, Epochs = epochs, CostKey = costKey };

    public static RunningTrial Busy(int number, int done, int epochs, double fraction = 0, string config = "{}") => new()
    {
        Trial = new TrialRef("cells", number, 1),
        Config = config,
        Slot = "here/cpu/0",
        EpochsDone = done,
        Epochs = epochs,
        Fraction = fraction,
    };

    public static SweepProgress Of(int planned, int completed, params IReadOnlyList<RunningTrial> running) => new()
    {
        Counts = new Dictionary<TrialStatus, int>
        {
            [TrialStatus.Planned] = planned,
            [TrialStatus.Running] = running.Count,
            [TrialStatus.Completed] = completed,
        },
        Running = running,
    };
}
