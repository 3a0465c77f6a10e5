using Sweep.Contracts;
using Sweep.Experiments.Output;
using Sweep.Silo.Checkpoints;

namespace Sweep.Silo.Workers;

/// <content>What becomes of what its workers say beside the protocol.</content>
internal sealed partial class WorkerSlot
{
    private readonly SweepFolders folders = new(options.CheckpointFolder);

    /// <summary>Keeps standard error for the trial that the slot has now; null for a program, whose output its worker keeps.</summary>
    private KeptOutput? kept;

    private void KeepOutput(TrialRef trial)
    {
        kept?.Dispose();
        kept = runsProgram ? null : new KeptOutput(folders.Of(trial.Sweep, trial.Trial), OutputSegment.Error, trial.Attempt);
    }

    private void Complained(int number, IReadOnlyList<string> lines)
    {
        stderr.Add(lines);
        lock (gate)
        {
            if (processes.TryGetValue(number, out var process)) process.Kept?.Write(lines);
        }
    }
}
