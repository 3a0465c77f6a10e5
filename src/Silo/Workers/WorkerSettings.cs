using Sweep.Contracts;
using Sweep.Silo.Checkpoints;

namespace Sweep.Silo.Workers;

/// <summary>What the life of a slot's worker depends on.</summary>
public sealed record WorkerSettings
{
    /// <summary>Device as the worker sees it: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Where this node has checkpoints.</summary>
    public required SweepFolders Folders { get; init; }

    /// <summary>Ends an attempt that this node must not begin; null = it may.</summary>
    public Func<TrialOrder, TrialEnded?> Refusal { get; init; } = _ => null;

    /// <summary>Absolute folder of the texts that trials may read; null = any path.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Name of the node for reasons that are its own fault; null where there is only one.</summary>
    public string? Node { get; init; }

    /// <summary>libtorch threads.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How long a worker may take to say ready.</summary>
    public TimeSpan ReadyLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A running worker without a sign of life for this long is hung.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A worker without a trial for this long ends: its memory is for others then.</summary>
    public TimeSpan IdleLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a worker may take to end a trial it was told to stop.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);
}
