using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Silo.Checkpoints;

/// <summary>Where a node keeps what does not belong into a database: <c>sweep.db.files/cells/17/</c>.</summary>
/// <param name="root">Absolute folder that holds everything; no name of a sweep leads out of it.</param>
public sealed class SweepFolders(string root)
{
    /// <summary>The folder of a sweep.</summary>
    /// <exception cref="SweepRefusedException">The name is none that a sweep may have.</exception>
    public string Of(string sweep) => SweepName.Problem(sweep) is { } problem
        ? throw new SweepRefusedException(problem, isInputError: true)
        : Path.Combine(root, sweep);

    /// <summary>Removes the checkpoints of a sweep that never started: they are of another ledger's sweep of that name.</summary>
    /// <exception cref="SweepRefusedException">They cannot be removed.</exception>
    public void Forget(string sweep)
    {
        if (!Directory.Exists(Of(sweep))) return;
        try
        {
            foreach (var folder in Directory.GetDirectories(Of(sweep))) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SweepRefusedException($"{Of(sweep)} holds checkpoints of an older sweep of that name, and they cannot be removed: " +
                $"{e.Message} Remove them by hand");
        }
    }

    /// <summary>The folder of a trial's checkpoints.</summary>
    /// <exception cref="SweepRefusedException">The sweep's name is none that a sweep may have.</exception>
    public string Of(string sweep, int trial) => Path.Combine(Of(sweep), trial.ToString());

    /// <summary>Removes the checkpoint to go on from, the larger one, of a trial that is final. The best epoch's stays.</summary>
    public void ForgetLast(string sweep, int trial) => Quietly(() =>
    {
        var last = new CheckpointFolder(Of(sweep, trial)).LastPath;
        if (File.Exists(last)) File.Delete(last);
    });

    /// <summary>Removes what trials of a sweep kept for others to begin with.</summary>
    public void ForgetKept(string sweep) => Quietly(() =>
    {
        if (!Directory.Exists(Of(sweep))) return;
        foreach (var trial in Directory.GetDirectories(Of(sweep))) new CheckpointFolder(trial).ForgetKept();
    });

    private static void Quietly(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It costs room and nothing else.
        }
    }
}
