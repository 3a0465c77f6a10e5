using Sweep.Contracts;

namespace Sweep.Silo.Checkpoints;

/// <summary>Nothing moves: there is one node, or all of them see the same folder.</summary>
public sealed class SharedFolderStore(SweepFolders folders) : ICheckpointStore
{
    public Task Download(TrialOrder order, CancellationToken cancel = default) => Task.CompletedTask;

    public void UploadIfDue(TrialRef trial)
    {
    }

    public Task UploadAtEnd(TrialRef trial, AttemptOutcome outcome) => Task.CompletedTask;

    public void ForgetLast(string sweep, int trial) => folders.ForgetLast(sweep, trial);

    public Task ForgetKept(string sweep)
    {
        folders.ForgetKept(sweep);
        return Task.CompletedTask;
    }
}
