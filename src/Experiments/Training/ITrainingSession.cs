using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using static TorchSharp.torch;

namespace Sweep.Experiments.Training;

/// <summary>What one trial trains; <see cref="TrainingLoop"/> drives it, epoch after epoch.</summary>
public interface ITrainingSession : IDisposable
{
    /// <summary>Epochs of the trial, at least 1.</summary>
    int Epochs { get; }

    /// <summary>True when there is nothing more to train before the last epoch: asked before each epoch and after a checkpoint was read, so
    /// it must follow from what the checkpoint holds. The trial is then completed with the epochs it has. Default: never.</summary>
    bool IsDone => false;

    /// <summary>Number of classes a prediction chooses among, where the loss is in nats; null = it is another number.</summary>
    int? Classes => null;

    /// <summary>Adds to what makes the numbers: engine, libtorch, GPU.</summary>
    /// <param name="worker">What the worker knows.</param>
    MadeBy Describe(MadeBy worker) => worker;

    /// <summary>Goes to an epoch, which may have begun before a checkpoint.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    /// <returns>Steps of the epoch, and training tokens in all of them; 0 when it counts none.</returns>
    (int Steps, long Tokens) BeginEpoch(int epoch);

    /// <summary>Makes again a piece of what was done before a checkpoint and is not in it. Asked after <see cref="BeginEpoch"/>, until it
    /// is false and the epoch's steps begin; between the pieces there are signs of life and a look at the wish to stop. Default: a
    /// checkpoint has everything.</summary>
    /// <param name="step">Number of the step that comes next.</param>
    /// <returns>False when there was nothing left to make.</returns>
    bool CatchUp(int step) => false;

    /// <summary>Trains. Queues work for a GPU and does not wait for it.</summary>
    /// <param name="step">Number of the step in the epoch, from 0.</param>
    void Step(int step);

    /// <summary>Mean loss over the first <paramref name="steps"/> steps of the epoch, which are those taken. Waits for a GPU.</summary>
    double TrainLoss(int steps);

    /// <summary>Mean loss on held-out data.</summary>
    /// <param name="goOn">To be asked about once a second or more often; false ends the evaluation.</param>
    /// <returns>null when <paramref name="goOn"/> ended it.</returns>
    double? Evaluate(Func<bool> goOn);

    /// <summary>Metrics of the epoch's report, by name.</summary>
    /// <param name="trainLoss">Mean loss over the epoch's steps.</param>
    /// <param name="heldOutLoss">Mean loss on held-out data.</param>
    /// <param name="tokensPerSecond">Training speed, evaluation not counted; may be infinite.</param>
    /// <exception cref="Contracts.TrialException">The results are impossible.</exception>
    IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond);

    /// <summary>Leaves the epoch: what is summed or carried within one begins anew.</summary>
    void EndEpoch()
    {
    }
}

/// <summary>What a session that goes on from checkpoints has beside its numbers.</summary>
public interface ISavedState
{
    /// <summary>All whole numbers that change while it trains, at least 0, by name; each is an entry of a checkpoint. Default:
    /// none.</summary>
    IReadOnlyDictionary<string, long> Counters
    {
        get => new Dictionary<string, long>();
        set { }
    }

    /// <summary>Called after all numbers were read from another trial's checkpoint: what is to be of this trial alone begins anew.
    /// Default: nothing is.</summary>
    void BeginFork()
    {
    }

    /// <summary>Adds what every checkpoint of the trial says of its data and its code;
    /// its entries must be equal in a checkpoint to go on from. Default: nothing.</summary>
    TrialCheckpoint Describe(TrialCheckpoint head) => head;
}

/// <summary>A session of tensors that can go on from a checkpoint, to the last bit.</summary>
public interface ICheckpointed : ISavedState
{
    /// <summary>All tensors that change while it trains, by name. Those named <c>model.*</c> are kept of the best epoch, too.</summary>
    IEnumerable<(string Name, Tensor Tensor)> Tensors { get; }
}

/// <summary>A session of plain arrays that can go on from a checkpoint, to the last bit. It needs no libtorch.</summary>
public interface ICheckpointedArrays : ISavedState
{
    /// <summary>All arrays that change while it trains, by name: <c>double</c>, <c>float</c> or <c>long</c> in any number of dimensions.
    /// They are read and written in place. Those named <c>model.*</c> are kept of the best epoch, too.</summary>
    IEnumerable<(string Name, Array Numbers)> Arrays { get; }
}
