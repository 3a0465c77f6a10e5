using Sweep.Experiments.Contracts;

namespace Sweep.Experiments.Worker;

/// <summary>End the running trial soon (within a training step or so); the worker answers <see cref="TrialEnded"/> and stays for the next one.</summary>
public sealed record StopTrial : WorkerCommand
{
    /// <summary>Outcome to answer with: <see cref="AttemptOutcome.Stopped"/>, <see cref="AttemptOutcome.Cancelled"/> or <see cref="AttemptOutcome.Interrupted"/> (which saves a checkpoint first).</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>Reason to repeat in the answer.</summary>
    public string? Reason { get; init; }
}
