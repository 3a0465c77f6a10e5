using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <content>The snapshot for whoever watches.</content>
public sealed partial class SweepSchedule
{
    /// <summary>The state now.</summary>
    /// <param name="version">Number of this snapshot.</param>
    /// <param name="failure">Why the coordinator gave up; null when all is well.</param>
    /// <param name="isOver">True when the coordinator has recorded the end.</param>
    public SweepProgress Snapshot(long version, string? failure, bool isOver) => new()
    {
        Version = version,
        Counts = Enum.GetValues<TrialStatus>().ToDictionary(s => s, s => counts[(int)s]),
        Running = [.. bySlot.Values.OrderBy(t => t.Number).Select(Describe)],
        EpochsDone = epochsDone,
        Epochs = openEnded > 0 ? 0 : epochs,
        IsOver = isOver,
        Failure = failure,
        Notices = notices.Lines,
        Unchosen = plan is null || closed is not null || rules.MaxTrials is null ? 0 : strategy.MayStart,
    };

    private static RunningTrial Describe(TrialState state) => new()
    {
        Trial = state.Current!.Trial,
        Config = state.Plan.Config,
        Slot = state.Current.Slot,
        EpochsDone = state.Current.LastEpoch,
        Epochs = state.Epochs,
        Fraction = state.Current.Fraction,
        Metric = state.Current.Metric,
        TokensPerSecond = state.Current.TokensPerSecond,
        EpochSeconds = state.Current.EpochSeconds,
    };
}
