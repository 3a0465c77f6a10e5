namespace Sweep.Models.Fused;

/// <summary>A recurrent state as memory: (L, B, H) each, the second null where the cell has one state alone.</summary>
internal readonly unsafe struct StatePointers(RecurrentState state)
{
    public float* Hidden { get; } = ParameterMemory.Pointer<float>(state.Hidden);

    public float* Cell { get; } = state.Tensors.Count > 1 ? ParameterMemory.Pointer<float>(state.Tensors[1]) : null;
}
