using Sweep.Experiments.Training.Checkpoints;

namespace Sweep.Experiments.Training;

/// <summary>Decides when checkpoints are written. A disk flush can take longer than a short epoch, so not every epoch gets one.</summary>
/// <remarks>Epochs after the last checkpoint are trained again after a kill and give the same bits.</remarks>
/// <param name="folder">Where they go.</param>
/// <param name="time">The clock.</param>
public sealed class CheckpointKeeper(CheckpointFolder folder, TimeProvider time)
{
    /// <summary>Least time between checkpoints at the end of an epoch.</summary>
    public static readonly TimeSpan BetweenEpochs = TimeSpan.FromSeconds(1);

    /// <summary>Least time between checkpoints in the middle of an epoch.</summary>
    public static readonly TimeSpan WithinEpoch = TimeSpan.FromSeconds(30);

    private long lastSave = time.GetTimestamp();
    private TrialCheckpoint? best;

    /// <summary>True when the end of an epoch is to be saved.</summary>
    public bool IsDueAfterEpoch => time.GetElapsedTime(lastSave) >= BetweenEpochs;

    /// <summary>True when the middle of an epoch is to be saved.</summary>
    public bool IsDueWithinEpoch => time.GetElapsedTime(lastSave) >= WithinEpoch;

    /// <summary>Takes the new best epoch; it is written with the next <see cref="Save"/> or <see cref="SaveBest"/>.</summary>
    public void TakeBest(TrialCheckpoint checkpoint) => best = checkpoint;

    /// <summary>Writes the best epoch, if it is new, then the checkpoint to go on from: so the second never lacks the first.</summary>
    /// <exception cref="Contracts.TrialException">It cannot be written.</exception>
    public void Save(TrialCheckpoint last)
    {
        SaveBest();
        folder.SaveLast(last);
        lastSave = time.GetTimestamp();
    }

    /// <summary>Writes the best epoch, if it is new.</summary>
    /// <exception cref="Contracts.TrialException">It cannot be written.</exception>
    public void SaveBest()
    {
        if (best is null) return;
        folder.SaveBest(best);
        best = null;
    }
}
