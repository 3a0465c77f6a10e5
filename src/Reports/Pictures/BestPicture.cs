namespace Sweep.Reports.Pictures;

/// <summary>The best value so far over the trials in the order in which they ended.</summary>
public sealed record BestPicture
{
    /// <summary>Name of the sweep.</summary>
    public required string Sweep { get; init; }

    /// <summary>The sweep's metric, with its scale.</summary>
    public required PictureAxis Metric { get; init; }

    /// <summary>True when a larger metric is better.</summary>
    public required bool Maximize { get; init; }

    /// <summary>Trials that have ended, those without a value included.</summary>
    public required int Ended { get; init; }

    /// <summary>Trials of <see cref="Points"/> and those left out of it.</summary>
    public required int WithValue { get; init; }

    /// <summary>Where the best changed, the first value included.</summary>
    public required IReadOnlyList<BestStep> Steps { get; init; }

    /// <summary>Values of single trials, in the order in which they ended.</summary>
    public required IReadOnlyList<BestStep> Points { get; init; }

    /// <summary>Lowest value that is possible, the same for all trials; null when unknown.</summary>
    public double? Floor { get; init; }

    /// <summary>What was left out, for people; empty = nothing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A trial that ended with a value.</summary>
/// <param name="Place">Its place among all trials that have ended, from 1.</param>
/// <param name="Seconds">Seconds from the start of the first trial to its end.</param>
/// <param name="Trial">Its number.</param>
/// <param name="Value">Its value.</param>
public readonly record struct BestStep(int Place, double Seconds, int Trial, double Value);
