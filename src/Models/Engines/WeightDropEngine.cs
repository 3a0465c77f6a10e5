using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>
/// Drops recurrent weights while an engine works (Merity et al. 2018, section 3): a mask per matrix W_hh and window, the same for all
/// sequences and steps. For any engine: it reads masked weights, and the gradient of a weight is that of the masked one times the mask.
/// </summary>
internal sealed class WeightDropEngine(IStepEngine engine, nn.Module model, nn.Module core, double share, Device device) : IStepEngine
{
    // After the model was moved to its device, which replaces parameters.
    private readonly List<Parameter> weights = [.. core.named_parameters()
        .Where(named => named.name.StartsWith("weight_hh", StringComparison.Ordinal)).Select(named => named.parameter)];

    public StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state) =>
        Dropped(() => engine.TrainStep(tokens, targets, state), hasGradients: true);

    public EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state) =>
        Dropped(() => engine.Evaluate(tokens, targets, state), hasGradients: false);

    public NextResult Next(Tensor tokens, RecurrentState state) => Dropped(() => engine.Next(tokens, state), hasGradients: false);

    public void Dispose() => engine.Dispose();

    private TResult Dropped<TResult>(Func<TResult> work, bool hasGradients)
    {
        if (!model.training)
            return work();
        List<Tensor> masks = [.. weights.Select(weight => Mask.Draw(share, device, weight.shape).DetachFromDisposeScope())];
        List<Tensor> kept;
        using (no_grad())
            kept = [.. weights.Select(weight => weight.clone().DetachFromDisposeScope())];
        try
        {
            Multiply(weights, masks);
            var result = work();
            if (hasGradients)
                Multiply(weights.Select(weight => weight.grad!), masks);
            return result;
        }
        finally
        {
            using (no_grad())
                foreach (var (weight, value) in weights.Zip(kept))
                    weight.copy_(value);
            foreach (var tensor in masks.Concat(kept))
                tensor.Dispose();
        }
    }

    private static void Multiply(IEnumerable<Tensor> values, List<Tensor> masks)
    {
        using var none = no_grad();
        foreach (var (value, mask) in values.Zip(masks))
            value.mul_(mask);
    }
}
