using Sweep.Contracts;

namespace Sweep.Experiments.Worker;

/// <summary>End the running trial soon (within a training step or so); the worker answers <see cref="TrialEnded"/> and stays for the next one.</summary>
public sealed record StopTrial : WorkerCommand
{
    /// <summary>Outcome to answer with: <see cref="AttemptOutcome.Stopped"/>, <see cref="AttemptOutcome.Cancelled"/>, or <see cref="AttemptOutcome.Interrupted"/> and <see cref="AttemptOutcome.Preempted"/> (which save a checkpoint first).</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>True when the trial is to go on later from where it is now.</summary>
    public bool GoesOnLater => Outcome is AttemptOutcome.Interrupted or AttemptOutcome.Preempted;

    /// <summary>Reason to repeat in the answer.</summary>
    public string? Reason { get; init; }
}
