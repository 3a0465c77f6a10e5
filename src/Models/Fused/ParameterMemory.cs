using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Fused;

/// <summary>A parameter seen as memory, with a gradient tensor of its own that is handed to the parameter after each step.</summary>
internal sealed unsafe class ParameterMemory(Parameter parameter) : IDisposable
{
    private readonly Tensor gradient = zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();

    public float* Value => Pointer<float>(parameter);
    public float* Gradient => Pointer<float>(gradient);

    /// <summary>An optimiser may have dropped the gradient (set_to_none); this puts it back.</summary>
    public void Publish() => parameter.grad = gradient;

    public void Dispose() => gradient.Dispose();

    /// <summary>The memory of a contiguous tensor on the CPU.</summary>
    public static T* Pointer<T>(Tensor tensor)
        where T : unmanaged => (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}

/// <summary>A recurrent state as memory: (L, B, H) each, the second null where the cell has one state alone.</summary>
internal readonly unsafe struct StatePointers(RecurrentState state)
{
    public float* Hidden { get; } = ParameterMemory.Pointer<float>(state.Hidden);
    public float* Cell { get; } = state.Tensors.Count > 1 ? ParameterMemory.Pointer<float>(state.Tensors[1]) : null;
}
