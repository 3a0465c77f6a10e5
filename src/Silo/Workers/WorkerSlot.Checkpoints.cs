using Sweep.Contracts;

namespace Sweep.Silo.Workers;

/// <content>What comes before an attempt's start and after its end where checkpoints move from node to node.</content>
internal sealed partial class WorkerSlot
{
    private readonly List<SendToWorker> held = [];
    private Task downloading = Task.CompletedTask;
    private Action cancelDownload = () => { };
    private TrialRef? uploading;

    /// <summary>Downloads the trial's checkpoint; until it is here nothing is said to the worker, which starts meanwhile.</summary>
    private void Download(TrialOrder order, Task room)
    {
        held.Clear();
        var end = new CancellationTokenSource();
        cancelDownload = end.Cancel;
        downloading = Task.WhenAll(checkpoints.Download(order, end.Token), room);
        if (downloading.IsCompleted) end.Dispose();
        else _ = SendHeld(downloading, end);
    }

    /// <summary>The attempt is stopped while its checkpoint is on the way: the worker has not heard of it and never will.</summary>
    private void AbandonUnstarted()
    {
        cancelDownload();
        downloading = Task.CompletedTask;
        if (held.Count > 0) life.Unsend();
        held.Clear();
    }

    private async Task SendHeld(Task mine, CancellationTokenSource end)
    {
        await mine.ConfigureAwait(false);
        end.Dispose();
        Do(_ =>
        {
            if (mine != downloading) return;
            foreach (var send in held) Perform(send);
            held.Clear();
        });
    }

    private void Tell(EmitEvent emit)
    {
        checkpoints.UploadIfDue(emit.Trial);
        emitted.Add((emit.Trial, emit.Event));
    }

    /// <summary>An end is told when another node can go on from it: whoever reads it may start the next attempt at once.</summary>
    private void UploadAtEnd(TrialRef trial, TrialEnded ended)
    {
        var task = checkpoints.UploadAtEnd(trial, ended.Outcome);
        if (task.IsCompleted) emitted.Add((trial, ended));
        else _ = TellAfter(task, trial, ended);
    }

    private async Task TellAfter(Task task, TrialRef trial, TrialEnded ended)
    {
        lock (gate) uploading = trial;
        await task.ConfigureAwait(false);
        Do(_ =>
        {
            uploading = null;
            emitted.Add((trial, ended));
        });
    }
}
