using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>A way to compute steps of a language model on its parameters.
/// Arguments are already checked for shape; see <c>LanguageModel</c> for their meaning.</summary>
internal interface IStepEngine : IDisposable
{
    StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state);

    EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state);

    NextResult Next(Tensor tokens, RecurrentState state);
}
