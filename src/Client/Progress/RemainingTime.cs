namespace Sweep.Client.Progress;

/// <summary>Guesses the time left from the work done since we began to look. Told only numbers, so it can be tested without a clock.</summary>
public sealed class RemainingTime
{
    /// <summary>Before this much has passed a rate says little.</summary>
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(3);

    private double? first;

    /// <summary>Time left; null while nothing can be said.</summary>
    /// <param name="elapsed">Since the sweep began to run here.</param>
    /// <param name="workLeft">Work left now, in any unit.</param>
    public TimeSpan? Estimate(TimeSpan elapsed, double workLeft)
    {
        first ??= workLeft;
        var done = first.Value - workLeft;
        if (workLeft <= 0) return TimeSpan.Zero;
        if (elapsed < Warmup || done <= 0) return null;
        return elapsed * Math.Min(workLeft / done, 1e6);
    }
}
