using static TorchSharp.torch;

namespace Sweep.Models;

/// <summary>A stack of recurrent layers with PyTorch's parameters; autograd makes its gradients.</summary>
public interface IRecurrentCore
{
    /// <summary>The parameters, named as in PyTorch: <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, then
    /// <c>..._reverse</c>, then the next layer.</summary>
    nn.Module Module { get; }

    /// <summary>Lays all parameters out in one piece of memory, as cuDNN reads them:
    /// in pieces they would be copied together in every step. Without effect on the CPU.</summary>
    void Flatten();

    /// <summary>Runs a window.</summary>
    /// <param name="input">float, (T, B, E) or one-hot (T, B, V).</param>
    /// <param name="state">(L*D, B, H) each; not changed, not disposed.</param>
    /// <returns>Outputs of the last layer, (T, B, D*H), and the new state, both with gradient; the caller disposes them.</returns>
    (Tensor Output, RecurrentState State) Forward(Tensor input, RecurrentState state);
}
