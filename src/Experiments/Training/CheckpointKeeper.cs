using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Training;

/// <summary>The checkpoints of a trial under way: what it goes on from, when one is written, and what of.</summary>
/// <remarks>A disk flush can take longer than a short epoch, so not every epoch gets a checkpoint. Epochs after the last one are trained
/// again after a kill and give the same bits.</remarks>
internal sealed class CheckpointKeeper(TrialContext trial, int epochs, ISavedState state)
{
    /// <summary>Least time between checkpoints at the end of an epoch.</summary>
    public static readonly TimeSpan BetweenEpochs = TimeSpan.FromSeconds(1);

    /// <summary>Least time between checkpoints in the middle of an epoch.</summary>
    public static readonly TimeSpan WithinEpoch = TimeSpan.FromSeconds(30);

    private readonly CheckpointFolder folder = new(trial.Order.CheckpointFolder);
    private readonly TrialCheckpoint head = state.Describe(Head(trial.Order));
    private readonly TensorCopies bestTensors = new();
    private readonly TensorCopies lastTensors = new();
    private readonly List<TrialReport> reports = [];
    private TrialCheckpoint? best;
    private long lastSave;

    public IReadOnlyList<TrialReport> Reports => reports;

    /// <summary>True when the end of an epoch is to be saved.</summary>
    public bool IsDueAfterEpoch => trial.Time.GetElapsedTime(lastSave) >= BetweenEpochs;

    /// <summary>True when the middle of an epoch is to be saved.</summary>
    public bool IsDueWithinEpoch => trial.Time.GetElapsedTime(lastSave) >= WithinEpoch;

    /// <summary>Goes back to where the trial's last checkpoint was made.</summary>
    /// <returns>The checkpoint; null = there is none, the trial begins.</returns>
    /// <exception cref="TrialException">It cannot be read, or is of another trial.</exception>
    public TrialCheckpoint? Resume()
    {
        folder.Prepare();
        var last = folder.LoadLast(trial.Log, Require);
        lastSave = trial.Time.GetTimestamp();
        if (last is null) return trial.Order.Parent is { } parent ? Begin(parent) : null;
        if (CheckpointIdentity.OtherBits(head, last) is { } notice) trial.Log(notice);
        Restore(last);
        reports.AddRange(last.Reports);
        return last;
    }

    /// <summary>True when the end of an epoch is kept for other trials to begin with.</summary>
    public bool Keeps(int epoch) => trial.Order.KeepEvery > 0 && epoch % trial.Order.KeepEvery == 0;

    /// <summary>Keeps the end of an epoch for other trials to begin with.</summary>
    /// <exception cref="TrialException">It cannot be written.</exception>
    public void Keep(int epoch) =>
        folder.Keep(epoch, At(epoch + 1, 0, 0) with { Tensors = lastTensors.Take(Numbers) }, trial.Order.KeepMost);

    /// <summary>Takes the report of an epoch that is done; when it is the best so far (or the last one counts), the model with it,
    /// to be written with the next checkpoint.</summary>
    public void Add(TrialReport report)
    {
        reports.Add(report);
        if (BestEpoch.Of(reports, trial.Order.Metric, trial.Order.Maximize, trial.Order.Summary) != report) return;
        best = At(report.Epoch + 1, 0, 0) with { Reports = [.. reports], Tensors = bestTensors.Take(Numbers.Where(IsModel)) };
    }

    /// <summary>Writes the best epoch, if it is new, then the checkpoint to go on from: so the second never lacks the first.</summary>
    /// <exception cref="TrialException">It cannot be written.</exception>
    public void Save(int epoch, int step, double epochSeconds)
    {
        var last = At(epoch, step, epochSeconds) with { Tensors = lastTensors.Take(Numbers) };
        SaveBest();
        folder.SaveLast(last);
        lastSave = trial.Time.GetTimestamp();
    }

    /// <summary>Writes the best epoch, if it is new.</summary>
    /// <exception cref="TrialException">It cannot be written.</exception>
    public void SaveBest()
    {
        if (best is not null) folder.SaveBest(best);
        best = null;
    }

    /// <summary>Goes on from another trial's checkpoint: its numbers with this trial's configuration, and none of its reports.</summary>
    private TrialCheckpoint Begin(ParentCheckpoint parent)
    {
        var path = new CheckpointFolder(parent.Folder).KeptPath(parent.Epoch);
        try
        {
            var found = CheckpointFolder.Load(path, (found, _) => RequireFits(found, parent));
            Restore(found);
            state.BeginFork();
            return found with { Reports = [] };
        }
        catch (TrialException e)
        {
            throw new TrialException(e.Outcome,
                $"cannot begin with the checkpoint of trial {parent.Trial} after epoch {parent.Epoch}: {e.Message}", e);
        }
    }

    private void Restore(TrialCheckpoint found)
    {
        foreach (var numbers in Numbers) numbers.Write(found.Tensors[numbers.Name]);
        state.Counters = Counters(found);
    }

    private void RequireFits(TrialCheckpoint found, ParentCheckpoint parent)
    {
        // Of an older sweep of that name, for example.
        if (!JsonNode.DeepEquals(found.Config, parent.Config))
        {
            throw new InvalidDataException(
                $"it is of another configuration: expected {parent.Config.ToJsonString()}, found {found.Config.ToJsonString()}");
        }

        CheckpointIdentity.RequireSameData(head, found);
        foreach (var numbers in Numbers) numbers.Find(found.Tensors);
    }

    private TrialCheckpoint At(int epoch, int step, double epochSeconds)
    {
        var at = head with { Epoch = epoch, Batch = step, EpochSeconds = epochSeconds, Reports = reports };
        return state.Counters.Aggregate(at, (checkpoint, counter) => checkpoint.With(counter.Key, counter.Value));
    }

    private void Require(TrialCheckpoint found, string path)
    {
        CheckpointIdentity.Require(head, found, path);
        var (isLast, metric) = (path == folder.LastPath, trial.Order.Metric);
        if (found.Epoch > epochs + 1) throw new InvalidDataException($"it goes on with epoch {found.Epoch} of {epochs}");
        if (found.Reports.FirstOrDefault(r => !r.Metrics.ContainsKey(metric)) is { } report)
            throw new InvalidDataException($"its report of epoch {report.Epoch} lacks {metric}");
        foreach (var numbers in Numbers.Where(one => isLast || IsModel(one))) numbers.Find(found.Tensors);
        if (isLast && Counters(found).FirstOrDefault(c => c.Value < 0) is { Key: { } counter })
            throw new InvalidDataException($"its {counter} is below 0");
    }

    private Dictionary<string, long> Counters(TrialCheckpoint found) => state.Counters.Keys.ToDictionary(name => name, found.Entry<long>);

    private IEnumerable<SavedNumbers> Numbers
    {
        get
        {
            var tensors = (state as ICheckpointed)?.Tensors.Select(tensor => new SavedTensor(tensor.Name, tensor.Tensor));
            var arrays = (state as ICheckpointedArrays)?.Arrays.Select(array => new SavedArray(array.Name, array.Numbers));
            return (tensors ?? []).Concat<SavedNumbers>(arrays ?? []);
        }
    }

    private static bool IsModel(SavedNumbers numbers) => numbers.Name.StartsWith("model.", StringComparison.Ordinal);

    private static TrialCheckpoint Head(StartTrial order) => new()
    {
        Experiment = order.Experiment,
        Config = (JsonObject)order.Config.DeepClone(),
        Seed = order.Seed,
        Device = order.Device.Split(':')[0],
        Threads = order.Threads,
        Epoch = 1,
        Batch = 0,
        BeganAfter = order.Parent?.Epoch,
    };
}
