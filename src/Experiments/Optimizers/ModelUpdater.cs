using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Experiments.Optimizers;

/// <summary>Changes the parameters of a model by the gradients of its last backward pass: clips them, then applies the rule. Its numbers
/// and the model's are what a checkpoint holds of both.</summary>
public sealed class ModelUpdater : IDisposable
{
    private readonly nn.Module model;
    private readonly ParameterBlocks parameters;
    private readonly IOptimizer optimizer;
    private readonly double clip;
    private readonly double clipValue;

    /// <param name="model">The model; it stays owned by the caller, who disposes it after this.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="device">Where the model lives.</param>
    /// <param name="clipValue">Largest magnitude of an element of the gradient, clipped before the norm is; default 0 = no such
    /// clipping.</param>
    public ModelUpdater(nn.Module model, UpdateRule rule, Device device, double clipValue = 0)
    {
        (this.model, clip, this.clipValue) = (model, rule.Clip, clipValue);
        parameters = new ParameterBlocks(model.named_parameters().Select(p => (p.name, p.parameter)), join: device.type == DeviceType.CUDA);
        optimizer = rule.Make(parameters.Blocks);
    }

    /// <summary>What the rule changes.</summary>
    public IReadOnlyList<ParameterBlock> Blocks => parameters.Blocks;

    /// <summary>Steps taken, named as in a checkpoint.</summary>
    public IReadOnlyDictionary<string, long> Counters
    {
        get => new Dictionary<string, long> { ["optimizer_steps"] = optimizer.Steps };
        set => optimizer.Steps = value["optimizer_steps"];
    }

    /// <summary>The parameters (<c>model.*</c>) and what the rule keeps of them (<c>optimizer.*</c>), named as in a checkpoint.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> Named()
    {
        foreach (var (name, parameter) in model.named_parameters()) yield return ($"model.{name}", parameter);
        foreach (var (name, tensor) in optimizer.Named()) yield return ($"optimizer.{name}", tensor);
    }

    /// <summary>Takes a step. Without a host synchronisation.</summary>
    /// <param name="lr">Learning rate of this and the following steps; default that of the rule.</param>
    public void Step(double? lr = null)
    {
        var gradients = parameters.Gather();
        if (clipValue > 0) GradientClip.ByValue(gradients.Pieces, clipValue);
        if (clip > 0) GradientClip.ByNorm(gradients.Pieces, clip);
        if (lr is { } rate) optimizer.Lr = rate;
        optimizer.Step(gradients.PerBlock);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        optimizer.Dispose();
        parameters.Dispose();
    }
}
