namespace Sweep.Silo.Configuration;

/// <summary>How checkpoints move.</summary>
public sealed record TransferSettings
{
    /// <summary>Largest checkpoint that moves, in bytes; a larger one stays on its node. Default 256 MiB.</summary>
    public long SizeLimit { get; init; } = 256L << 20;

    /// <summary>Least time between two uploads while an attempt runs. Default 10 seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the start of an attempt waits for its checkpoint. Default 60 seconds.</summary>
    public TimeSpan DownloadLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the end of an attempt waits until its checkpoint is uploaded. Default 20 seconds.</summary>
    public TimeSpan UploadLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time between tries of what could not be uploaded in time. Default 30 seconds.</summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(30);
}
