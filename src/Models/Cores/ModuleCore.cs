using static TorchSharp.torch;

namespace Sweep.Models.Cores;

/// <summary>A recurrent module of libtorch, which runs all steps, layers and directions at once.</summary>
internal sealed class ModuleCore(
    nn.Module module, Action flatten, Func<Tensor, RecurrentState, (Tensor Output, RecurrentState State)> forward) : IRecurrentCore
{
    public nn.Module Module => module;

    public void Flatten() => flatten();

    public (Tensor Output, RecurrentState State) Forward(Tensor input, RecurrentState state) => forward(input, state);
}
