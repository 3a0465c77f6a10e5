namespace Sweep.Contracts.Rows;

/// <summary>The accepted report of one (trial, epoch).</summary>
public sealed record EpochRow
{
    /// <summary>Trial number.</summary>
    public required int Trial { get; init; }

    /// <summary>Epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Attempt whose report was accepted.</summary>
    public int Attempt { get; init; }

    /// <summary>Metrics by name.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Wall-clock seconds of the epoch.</summary>
    public double Seconds { get; init; }
}

/// <summary>The sweep's own metric of one accepted (trial, epoch).</summary>
public readonly record struct MetricRow(int Trial, int Epoch, double Metric)
{
    /// <summary>See <see cref="SweepEvent.Others"/>.</summary>
    public string? Others { get; init; }
}
