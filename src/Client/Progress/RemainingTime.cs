namespace Sweep.Client.Progress;

/// <summary>Guesses the time left from the work done since the first work was seen (workers start slowly). Told only numbers, so it needs no clock.</summary>
public sealed class RemainingTime
{
    /// <summary>Before this much has passed a rate says little.</summary>
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(3);

    private double? atStart;
    private (TimeSpan Elapsed, double WorkLeft)? baseline;

    /// <summary>Time left; null while nothing can be said.</summary>
    /// <param name="elapsed">Since the sweep began to run here.</param>
    /// <param name="workLeft">Work left now, in any unit.</param>
    public TimeSpan? Estimate(TimeSpan elapsed, double workLeft)
    {
        atStart ??= workLeft;
        if (workLeft <= 0) return TimeSpan.Zero;
        if (workLeft < atStart) baseline ??= (elapsed, workLeft);
        if (baseline is not { } begin || elapsed - begin.Elapsed < Warmup || workLeft >= begin.WorkLeft) return null;
        return (elapsed - begin.Elapsed) * Math.Min(workLeft / (begin.WorkLeft - workLeft), 1e6);
    }
}
