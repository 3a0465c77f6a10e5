namespace Sweep.Models.Fused;

/// <summary>Work memory that a layer needs only while it is at work, shared by all layers and the decoder: the less memory a step touches,
/// the more of it stays in cache, and a deep stack needs little more than its saved states.</summary>
internal sealed class Scratch : IDisposable
{
    public Gemm Gemm { get; } = new();

    /// <summary>Rows of W_ih x + bias of the layer at work.</summary>
    public AlignedBuffer Table { get; } = new();

    /// <summary>W_hh h of one step.</summary>
    public AlignedBuffer Recurrent { get; } = new();

    /// <summary>Gradient of h on its way to the step before.</summary>
    public AlignedBuffer Carry { get; } = new();

    /// <summary>Gradient of c on its way to the step before.</summary>
    public AlignedBuffer CellCarry { get; } = new();

    /// <summary>A weight matrix, packed for the product at work.</summary>
    public PackedMatrix Weights { get; } = new();

    /// <summary>The inputs of a layer, packed for the gradient of its weights.</summary>
    public PackedMatrix Inputs { get; } = new();

    public void Dispose()
    {
        foreach (var item in new IDisposable[] { Gemm, Table, Recurrent, Carry, CellCarry, Weights, Inputs })
            item.Dispose();
    }
}
