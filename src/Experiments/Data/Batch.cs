using TorchSharp;

namespace Sweep.Experiments.Data;

/// <summary>Inputs and targets of one step of training or evaluation; views that belong to the dispose scope they were taken in.</summary>
/// <param name="X">Inputs: int64, (T, B), values in [0, V).</param>
/// <param name="Y">Targets: int64, (T, B), the token after each input; <see cref="EvaluationBatches.NotScored"/> where nothing is scored.</param>
public readonly record struct Batch(torch.Tensor X, torch.Tensor Y);
