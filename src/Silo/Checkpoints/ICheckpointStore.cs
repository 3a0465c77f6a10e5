using Sweep.Contracts;

namespace Sweep.Silo.Checkpoints;

/// <summary>Takes checkpoints from node to node. No method throws: what cannot be moved costs repeated epochs, never a result.</summary>
public interface ICheckpointStore
{
    /// <summary>Prepares an attempt on this node: downloads the trial's checkpoint when it is further than the one that is here.</summary>
    /// <param name="cancel">The attempt will not start after all: nothing changes here any more.</param>
    /// <returns>Completes when the attempt may start; at once when nothing moves.</returns>
    Task Download(TrialOrder order, CancellationToken cancel = default);

    /// <summary>The worker gave a sign of life, so it may have saved a checkpoint. Returns at once.</summary>
    void UploadIfDue(TrialRef trial);

    /// <summary>An attempt of this node ended: uploads what another node will need.</summary>
    /// <returns>Completes when its end may be told; at once when nothing moves, and after a limit in any case.</returns>
    Task UploadAtEnd(TrialRef trial, AttemptOutcome outcome);

    /// <summary>A trial is final: nobody will go on from its last checkpoint. Returns at once.</summary>
    void ForgetLast(string sweep, int trial);

    /// <summary>A sweep is over: no trial of it will begin with the checkpoint of another one.</summary>
    Task ForgetKept(string sweep);
}
