using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>The attempt that runs on a slot now.</summary>
/// <param name="trial">The attempt.</param>
/// <param name="slot">Where it runs.</param>
/// <param name="need">What it takes there.</param>
internal sealed class AttemptState(TrialRef trial, SlotName slot, SlotNeed need)
{
    public TrialRef Trial { get; } = trial;

    public SlotName Slot { get; } = slot;

    public SlotNeed Need { get; } = need;

    /// <summary>True when nothing else can run on its device.</summary>
    public bool HasDeviceAlone { get; set; }

    /// <summary>Last epoch this attempt reported: an older or equal one is a repeat.</summary>
    public int LastEpoch { get; set; }

    /// <summary>True when a report of it may have been dropped because a rule paused the trial: what follows is dropped, too, also when
    /// the trial goes on before the attempt has ended, and the next attempt repeats it. Otherwise epochs would be missing.</summary>
    public bool IsCut { get; set; }

    /// <summary>What it was told to end with; null = it may go on.</summary>
    public AttemptOutcome? Stopping { get; set; }

    public double Fraction { get; set; }

    public double TokensPerSecond { get; set; }

    public double? EpochSeconds { get; set; }

    public double? Metric { get; set; }
}
