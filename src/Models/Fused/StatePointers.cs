namespace Sweep.Models.Fused;

/// <summary>A recurrent state as memory: (L, B, H) each, the cell's part null where there is none.</summary>
internal readonly unsafe struct StatePointers(RecurrentState state)
{
    public float* Hidden { get; } = ParameterMemory.Pointer<float>(state.Hidden);

    public float* Cell { get; } = state.Cell is null ? null : ParameterMemory.Pointer<float>(state.Cell);
}
