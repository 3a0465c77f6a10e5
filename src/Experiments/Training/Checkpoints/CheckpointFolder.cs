using Sweep.Experiments.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>The checkpoints of one trial on disk: <c>last.safetensors</c> to go on from, <c>best.safetensors</c> of the best epoch.</summary>
/// <remarks>Files are written aside, flushed to the disk and renamed, so that a kill at any moment leaves the old one or the new one.</remarks>
/// <param name="folder">Absolute folder of the trial.</param>
public sealed class CheckpointFolder(string folder)
{
    /// <summary>Path of the checkpoint to go on from.</summary>
    public string LastPath { get; } = Path.Combine(folder, "last.safetensors");

    /// <summary>Path of the best epoch's checkpoint.</summary>
    public string BestPath { get; } = Path.Combine(folder, "best.safetensors");

    /// <summary>Makes the folder, and removes what a killed attempt left half-written in it.</summary>
    /// <exception cref="TrialException">The folder cannot be made or written.</exception>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var torn in Directory.EnumerateFiles(folder, "*.part")) File.Delete(torn);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whatever it is, another trial would meet it here as well.
            throw new TrialException(AttemptOutcome.NodeFault, $"cannot make the checkpoint folder {folder}: {e.Message}; give the user who runs the node a folder it can write", e);
        }
    }

    /// <summary>Writes the checkpoint to go on from, whole or not at all.</summary>
    /// <exception cref="TrialException">The disk is full, the folder is gone or cannot be written.</exception>
    public void SaveLast(TrialCheckpoint checkpoint) => Save(LastPath, checkpoint);

    /// <summary>Writes the best epoch's checkpoint, whole or not at all.</summary>
    /// <exception cref="TrialException">The disk is full, the folder is gone or cannot be written.</exception>
    public void SaveBest(TrialCheckpoint checkpoint) => Save(BestPath, checkpoint);

    /// <summary>Reads the checkpoint to go on from.</summary>
    /// <param name="notice">Told when a damaged file is left aside.</param>
    /// <returns>null when there is none, or it is damaged: starting over costs time but gives the same bits.</returns>
    /// <exception cref="TrialException">The file cannot be read, or belongs to another program.</exception>
    public TrialCheckpoint? LoadLast(Action<string> notice)
    {
        if (!File.Exists(LastPath)) return null;
        try
        {
            // The best epoch is saved first; without it the trial could not be completed from here.
            var last = Load(LastPath);
            if (last.Reports.Count > 0) Load(BestPath);
            return last;
        }
        catch (TrialException e) when (e.InnerException is InvalidDataException or FileNotFoundException)
        {
            notice($"{e.Message}; the trial starts over");
            return null;
        }
    }

    /// <summary>Reads one checkpoint.</summary>
    /// <exception cref="TrialException">It is absent, cannot be read, is damaged, or belongs to another program; the message names the file and the way out.</exception>
    public static TrialCheckpoint Load(string path)
    {
        TrialCheckpoint? loaded = null;
        Guard(path, "read the checkpoint", () => loaded = CheckpointFormat.FromFile(ReadFile(path)));
        return loaded!;
    }

    private static void Save(string path, TrialCheckpoint checkpoint) =>
        Guard(path, "write the checkpoint", () => Data.AsideFile.Write(path, file => SafeTensors.Write(CheckpointFormat.ToFile(checkpoint), file)));

    private static SafeTensorsFile ReadFile(string path)
    {
        using var file = File.OpenRead(path);
        return SafeTensors.Read(file);
    }

    private static void Guard(string path, string what, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (WayOut(e) is { } wayOut)
        {
            throw new TrialException(IsFaultOfThePlace(e) ? AttemptOutcome.NodeFault : AttemptOutcome.Error, $"cannot {what} {path}: {wayOut}", e);
        }
    }

    private static bool IsFaultOfThePlace(Exception e) => e is UnauthorizedAccessException || (e is IOException io && TrialFailure.IsDiskFull(io));

    private static string? WayOut(Exception e) => e switch
    {
        ForeignCheckpointException => $"{e.Message}; move the file away, then resume the sweep",
        InvalidDataException => $"{e.Message}; delete the file to start the trial over",
        DirectoryNotFoundException => "its folder is gone, somebody deleted it while the trial ran; resume the sweep to start the trial over",
        FileNotFoundException => "there is none; only a trial that reported an epoch has one",
        UnauthorizedAccessException => "access is denied; give the user who runs the node access to it",
        IOException io when TrialFailure.IsDiskFull(io) => "no space left on the disk; free some, then resume the sweep",
        IOException io => io.Message,
        _ => null,
    };
}
