using static TorchSharp.torch;

namespace Sweep.Experiments.Optimizers;

/// <summary>Changes parameters by their gradients, and can be stored and restored exactly.</summary>
/// <remarks>TorchSharp's optimisers keep their state in a private binary form; these name every number of it.</remarks>
public interface IOptimizer : IDisposable
{
    /// <summary>Steps taken; part of the state.</summary>
    long Steps { get; set; }

    /// <summary>Learning rate of the next step, above 0. Not part of the state: whoever schedules it sets it before each step.</summary>
    double Lr { get; set; }

    /// <summary>State tensors by name, for example <c>momentum.decoder.weight</c>:
    /// the optimiser's own or views into them; write into them to restore.</summary>
    IEnumerable<(string Name, Tensor Tensor)> Named();

    /// <summary>Changes every parameter. Without a host synchronisation.</summary>
    /// <param name="gradients">One per block of parameters, of its shape; may be overwritten.</param>
    void Step(IReadOnlyList<Tensor> gradients);
}
