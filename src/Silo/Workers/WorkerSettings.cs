namespace Sweep.Silo.Workers;

/// <summary>What the life of a slot's worker depends on.</summary>
public sealed record WorkerSettings
{
    /// <summary>Device as the worker sees it: <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>libtorch threads.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How long a worker may take to say ready.</summary>
    public TimeSpan ReadyLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A running worker without a sign of life for this long is hung.</summary>
    public TimeSpan HangLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a worker may take to end a trial it was told to stop.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(10);
}
