using System.Globalization;
using Sweep.Contracts;
using Sweep.Contracts.Files;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>The checkpoints of one trial on disk: <c>last.safetensors</c> to go on from, <c>best.safetensors</c> of the best
/// epoch.</summary>
/// <remarks>Files are written aside, flushed to the disk and renamed, so that a kill at any moment leaves the old one or the new
/// one.</remarks>
public sealed class CheckpointFolder(string folder)
{
    private const string DamagedSuffix = ".damaged";
    private const string KeptPrefix = "epoch-";

    /// <summary>Path of the checkpoint to go on from.</summary>
    public string LastPath { get; } = Path.Combine(folder, "last.safetensors");

    /// <summary>Path of the best epoch's checkpoint.</summary>
    public string BestPath { get; } = Path.Combine(folder, "best.safetensors");

    /// <summary>Path of the checkpoint that is kept of an epoch.</summary>
    public string KeptPath(int epoch) => Path.Combine(folder, $"{KeptPrefix}{epoch.ToString(CultureInfo.InvariantCulture)}.safetensors");

    /// <summary>Epochs whose checkpoints are kept, ascending.</summary>
    public IReadOnlyList<int> Kept() => !Directory.Exists(folder) ? []
        : [.. Directory.EnumerateFiles(folder, $"{KeptPrefix}*.safetensors").Select(EpochOf).OfType<int>().Order()];

    /// <summary>Removes all that is kept.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void ForgetKept()
    {
        foreach (var epoch in Kept()) File.Delete(KeptPath(epoch));
    }

    /// <summary>Writes a checkpoint at the end of an epoch that other trials may begin with; the newest so many stay, null = all.</summary>
    /// <exception cref="TrialException">The disk is full, the folder is gone or cannot be written.</exception>
    public void Keep(int epoch, TrialCheckpoint checkpoint, int? most)
    {
        Save(KeptPath(epoch), checkpoint);
        foreach (var old in Kept().SkipLast(most ?? int.MaxValue).Select(KeptPath))
            Guard(old, "remove the checkpoint", () => File.Delete(old));
    }

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
            throw new TrialException(AttemptOutcome.NodeFault,
                $"cannot make the checkpoint folder {folder}: {e.Message}; give the user who runs the node a folder it can write", e);
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
    /// <param name="check">Looks at each checkpoint that is needed, with its path;
    /// throws <see cref="InvalidDataException"/> for one that cannot be gone on from.</param>
    /// <returns>null when there is none, or it is damaged: starting over costs time but gives the same bits.</returns>
    /// <exception cref="TrialException">The file cannot be read, or belongs to another program.</exception>
    public TrialCheckpoint? LoadLast(Action<string> notice, Action<TrialCheckpoint, string> check)
    {
        foreach (var path in (string[])[LastPath, BestPath]) Guard(path, "read the checkpoint", () => RegularFile.Require(path));
        if (!File.Exists(LastPath)) return null;
        var reading = LastPath;
        try
        {
            var last = Load(LastPath, check);
            reading = BestPath;
            // The best epoch is saved first; without it the trial could not be completed from here.
            if (last.Reports.Count > 0) Load(BestPath, check);
            return last;
        }
        catch (TrialException e) when (e.InnerException is InvalidDataException or FileNotFoundException)
        {
            // A last one without its best is of no use to any later attempt either.
            LeaveAside(reading);
            LeaveAside(LastPath);
            var found = e.InnerException is FileNotFoundException ? "there is none" : e.InnerException.Message;
            notice($"the trial cannot go on from the checkpoint {reading}: {found}; what was there is left aside as *{DamagedSuffix}, " +
                "and the trial starts over");
            return null;
        }
    }

    /// <summary>Reads one checkpoint and lets <paramref name="check"/> look at it, which throws <see cref="InvalidDataException"/> for one
    /// that is of no use.</summary>
    /// <exception cref="TrialException">It is absent, cannot be read, is damaged, or belongs to another program; the message names the file
    /// and the way out.</exception>
    public static TrialCheckpoint Load(string path, Action<TrialCheckpoint, string>? check = null)
    {
        TrialCheckpoint? loaded = null;
        Guard(path, "read the checkpoint", () =>
        {
            loaded = CheckpointFormat.FromFile(ReadFile(path));
            check?.Invoke(loaded, path);
        });
        return loaded!;
    }

    private static int? EpochOf(string path)
    {
        var number = Path.GetFileNameWithoutExtension(path)[KeptPrefix.Length..];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : null;
    }

    private static void LeaveAside(string path)
    {
        if (File.Exists(path))
            Guard(path, "leave aside the damaged checkpoint", () => File.Move(path, path + DamagedSuffix, overwrite: true));
    }

    private static void Save(string path, TrialCheckpoint checkpoint) =>
        Guard(path, "write the checkpoint", () =>
            AsideFile.Write(path, file => SafeTensors.Write(CheckpointFormat.ToFile(checkpoint), file)));

    private static SafeTensorsFile ReadFile(string path)
    {
        using var file = RegularFile.Open(path);
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
            throw new TrialException(IsFaultOfThePlace(e) ? AttemptOutcome.NodeFault
                : AttemptOutcome.Error, $"cannot {what} {path}: {wayOut}", e);
        }
    }

    private static bool IsFaultOfThePlace(Exception e) =>
        e is UnauthorizedAccessException or ForeignCheckpointException or NotRegularFileException
            || (e is IOException io && TrialFailure.IsDiskFull(io));

    private static string? WayOut(Exception e) => e switch
    {
        ForeignCheckpointException => $"{e.Message}; move the file away, then resume the sweep",
        NotRegularFileException => $"{e.Message}; move it away, then resume the sweep",
        InvalidDataException => $"{e.Message}; delete the file to start the trial over",
        DirectoryNotFoundException =>
            "its folder is gone, somebody deleted it while the trial ran; resume the sweep to start the trial over",
        FileNotFoundException => "there is none; only a trial that reported an epoch has one",
        UnauthorizedAccessException => "access is denied; give the user who runs the node access to it",
        IOException io when TrialFailure.IsDiskFull(io) => "no space left on the disk; free some, then resume the sweep",
        IOException io => io.Message,
        _ => null,
    };
}
