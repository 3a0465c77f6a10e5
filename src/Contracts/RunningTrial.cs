namespace Sweep.Contracts;

/// <summary>A running trial as a progress line shows it.</summary>
[GenerateSerializer, Immutable, Alias("sweep.running-trial")]
public sealed record RunningTrial
{
    /// <summary>The attempt.</summary>
    [Id(0)] public required TrialRef Trial { get; init; }

    /// <summary>Its configuration.</summary>
    [Id(1)] public required TrialConfig Config { get; init; }

    /// <summary>Its slot.</summary>
    [Id(2)] public required SlotName Slot { get; init; }

    /// <summary>Epochs reported so far.</summary>
    [Id(3)] public int EpochsDone { get; init; }

    /// <summary>Epochs it has in all; 0 = not known.</summary>
    [Id(4)] public int Epochs { get; init; }

    /// <summary>Share of the current epoch that is done, 0 to 1.</summary>
    [Id(5)] public double Fraction { get; init; }

    /// <summary>Last value of the sweep's metric; null before the first report.</summary>
    [Id(6)] public double? Metric { get; init; }

    /// <summary>Tokens per second; 0 when unknown.</summary>
    [Id(7)] public double TokensPerSecond { get; init; }

    /// <summary>Seconds of the last reported epoch; null before the first.</summary>
    [Id(8)] public double? EpochSeconds { get; init; }
}
