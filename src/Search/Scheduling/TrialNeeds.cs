using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>What the trials of a sweep take of a device. Pure.</summary>
/// <param name="basis">See <see cref="Basis"/>.</param>
/// <param name="predict">Predicted memory of a trial in bytes; null = unknown.</param>
public sealed class TrialNeeds(SlotNeed basis, Func<PlannedTrial, long?>? predict = null)
{
    private readonly Dictionary<(TrialConfig, CostKey), long> known = [];

    /// <summary>One unit of whatever there is: somebody has chosen the slots so that every trial fits.</summary>
    public static TrialNeeds AnySlot => new(new SlotNeed());

    /// <summary>What every trial takes at first.</summary>
    public SlotNeed Basis => basis;

    /// <summary>What the next attempt of a trial takes whose share was doubled so often for want of memory.</summary>
    public SlotNeed Of(PlannedTrial trial, int doublings) => basis with
    {
        Share = basis.Share * Math.Pow(2, Math.Min(doublings, 20)),
        MemoryBytes = basis.MemoryBytes > 0 ? basis.MemoryBytes : Predicted(trial),
    };

    private long Predicted(PlannedTrial trial)
    {
        if (predict is null) return 0;
        if (!known.TryGetValue((trial.Config, trial.CostKey), out var bytes))
            known[(trial.Config, trial.CostKey)] = bytes = MemoryAsk.Of(predict(trial));
        return bytes;
    }
}
