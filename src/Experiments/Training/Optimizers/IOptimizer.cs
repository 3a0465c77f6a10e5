using static TorchSharp.torch;

namespace Sweep.Experiments.Training.Optimizers;

/// <summary>Changes parameters by their gradients, and can be stored and restored exactly.</summary>
/// <remarks>TorchSharp's optimisers keep their state in a private binary form; these name every number of it.</remarks>
public interface IOptimizer : IDisposable
{
    /// <summary>Steps taken; part of the state.</summary>
    long Steps { get; set; }

    /// <summary>State tensors by name, for example <c>momentum.decoder.weight</c>. They stay owned by the optimiser; write into them to restore.</summary>
    IEnumerable<(string Name, Tensor Tensor)> Named();

    /// <summary>Changes every parameter by its <c>grad</c>, which may be overwritten. Without a host synchronisation.</summary>
    void Step();
}
