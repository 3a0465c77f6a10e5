using static TorchSharp.torch;

namespace Sweep.Bench.Cells;

/// <summary>A model with its optimiser that trains on one window after another, carrying its state.</summary>
internal interface ITrainingLoop : IDisposable
{
    IReadOnlyDictionary<string, Tensor> Parameters { get; }

    /// <summary>Forward, loss, backward, clip to norm 1, SGD with rate 0.5.</summary>
    /// <returns>Mean loss in nats per token.</returns>
    double Step(Tensor tokens, Tensor targets);
}
