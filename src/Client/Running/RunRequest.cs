using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Ledger;

namespace Sweep.Client.Running;

/// <summary>How a sweep is to be run, as the command line says it.</summary>
public sealed record RunRequest
{
    /// <summary>The ledger as the user typed it.</summary>
    public required string Db { get; init; }

    /// <summary>The cluster that is to run it; null = this machine.</summary>
    public LedgerAddress? Cluster { get; init; }

    /// <summary>Absolute path of the file with the cluster's secret; null = the environment or the standard place.</summary>
    public string? SecretFile { get; init; }

    /// <summary>Trials at a time; null = what the machine offers.</summary>
    public int? Workers { get; init; }

    public DeviceKind Device { get; init; }

    /// <summary>Longest silence of a worker before it is killed as hung; null = the node's default.</summary>
    public TimeSpan? HangLimit { get; init; }

    /// <summary>Form of the final table.</summary>
    public OutputFormat Format { get; init; }

    /// <summary>JSON lines on standard output instead of a table.</summary>
    public bool Json { get; init; }

    public bool Quiet { get; init; }

    public bool Detach { get; init; }
}
