namespace Sweep.Experiments.Worker;

/// <summary>What a <see cref="WorkerLoop"/> works with.</summary>
public sealed record WorkerParts
{
    /// <summary>What it can run.</summary>
    public required IReadOnlyList<Experiment> Experiments { get; init; }

    /// <summary>Ends this process at once, whatever its other threads do.</summary>
    public required Action Die { get; init; }

    /// <summary>Where lines for people go: standard error.</summary>
    public required TextWriter Log { get; init; }

    /// <summary>The clock; default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Name and version of the program, for logs.</summary>
    public string Program { get; init; } = "sweep";
}
