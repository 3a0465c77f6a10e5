using Sweep.Contracts;
using Sweep.Contracts.Files;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>A file in a trial's folder that says that its program counts epochs from 0. A later attempt that goes on from the program's own
/// checkpoint begins with another number, which does not tell.</summary>
internal sealed class CountMark
{
    private readonly string path;

    /// <param name="order">The attempt. The first one of a trial begins without the mark.</param>
    /// <exception cref="TrialException">Something else is in its place.</exception>
    public CountMark(StartTrial order)
    {
        path = Path.Combine(order.CheckpointFolder, "counts-from-0");
        var isThere = RequireFile(path) == FileKind.Regular;
        if (isThere && order.Attempt == 1) File.Delete(path);
        IsSet = isThere && order.Attempt > 1;
    }

    /// <summary>What is in the place of a file that is to be written: a file, or nothing.</summary>
    /// <exception cref="TrialException">Something else is.</exception>
    public static FileKind RequireFile(string path)
    {
        var kind = RegularFile.KindOf(path);
        return kind is FileKind.Regular or FileKind.Absent ? kind : throw new TrialException(AttemptOutcome.NodeFault,
            $"cannot write {path}: expected a file, found {NotRegularFileException.Words(kind)}; move it away, then resume the sweep");
    }

    /// <summary>True when it is there.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Makes it.</summary>
    public void Set()
    {
        if (IsSet) return;
        File.WriteAllText(path, "");
        IsSet = true;
    }
}
