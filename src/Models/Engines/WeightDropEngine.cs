using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>Drops recurrent weights while an engine works (Merity et al. 2018, section 3): a mask per matrix W_hh and window, the same for
/// all sequences and steps. For any engine: it reads masked weights, and the gradient of a weight is that of the masked one times the
/// mask.</summary>
/// <param name="engine">What computes; owned by this one.</param>
/// <param name="model">Says whether it trains.</param>
/// <param name="core">The recurrent layers, already on their device, where parameters stay.</param>
/// <param name="share">Probability of dropping a weight, above 0 and below 1.</param>
internal sealed class WeightDropEngine(IStepEngine engine, nn.Module model, nn.Module core, double share) : IStepEngine
{
    private readonly List<Parameter> weights = [.. Recurrent(core)];

    // Memory of this size must not be asked for anew in each step: what is freed is not always given back.
    private readonly List<Tensor> masks = [.. Recurrent(core).Select(Buffer)];
    private readonly List<Tensor> kept = [.. Recurrent(core).Select(Buffer)];

    public StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state) =>
        Dropped(() => engine.TrainStep(tokens, targets, state), hasGradients: true);

    public EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state) =>
        Dropped(() => engine.Evaluate(tokens, targets, state), hasGradients: false);

    public NextResult Next(Tensor tokens, RecurrentState state) => Dropped(() => engine.Next(tokens, state), hasGradients: false);

    public void Dispose()
    {
        engine.Dispose();
        foreach (var tensor in masks.Concat(kept))
            tensor.Dispose();
    }

    private static IEnumerable<Parameter> Recurrent(nn.Module core) => core.named_parameters()
        .Where(named => named.name.StartsWith("weight_hh", StringComparison.Ordinal)).Select(named => named.parameter);

    private static Tensor Buffer(Parameter weight) => zeros_like(weight, requires_grad: false).DetachFromDisposeScope();

    private TResult Dropped<TResult>(Func<TResult> work, bool hasGradients)
    {
        if (!model.training) return work();
        foreach (var mask in masks)
            Mask.Fill(mask, share);
        Copy(weights, kept);
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
            Copy(kept, weights);
        }
    }

    private static void Copy(IEnumerable<Tensor> sources, IEnumerable<Tensor> targets)
    {
        using var none = no_grad();
        foreach (var (source, target) in sources.Zip(targets))
            target.copy_(source);
    }

    private static void Multiply(IEnumerable<Tensor> values, List<Tensor> masks)
    {
        using var none = no_grad();
        foreach (var (value, mask) in values.Zip(masks))
            value.mul_(mask);
    }
}
