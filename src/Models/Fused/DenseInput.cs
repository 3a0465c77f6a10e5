namespace Sweep.Models.Fused;

/// <summary>The input side of a layer that reads vectors: embeddings of the distinct tokens, or the states of the layer below.</summary>
internal sealed unsafe class DenseInput(FusedCell cell, int hidden, LayerParameters parameters, int inputSize, Gemm gemm) : IDisposable
{
    private readonly AlignedBuffer table = new();
    private readonly PackedMatrix forward = new();
    private readonly PackedMatrix backward = new();
    private readonly PackedMatrix inputs = new();

    private int Width => cell.Gates * cell.Units;

    /// <summary>A row of gates per row of x, W_ih x + bias. The rows of x are of padded width.</summary>
    public float* Forward(float* x, nint stride, int rows, float* bias)
    {
        table.Ensure(Sizes.Matrix(rows, Width));
        forward.Resize(inputSize, Width);
        for (var slot = 0; slot < cell.Gates; slot++)
            forward.PackTransposed(slot * cell.Units / Microkernel.Columns, Weight(parameters.InputWeight.Value, slot), inputSize, hidden);
        Rows.Repeat(bias, table.Pointer, rows, Width);
        Gemm.Multiply(rows, x, stride, forward, table.Pointer, Width, accumulate: true);
        return table.Pointer;
    }

    /// <summary>Writes the gradient of W_ih and that of x, <paramref name="inputGradient"/>, which has the stride of x.</summary>
    public void Backward(float* gates, nint gateStride, float* x, nint stride, int rows, float* inputGradient)
    {
        inputs.Resize(rows, inputSize);
        inputs.PackRows(0, x, stride, rows, inputSize);
        backward.Resize(Width, inputSize);
        for (var slot = 0; slot < cell.Gates; slot++)
        {
            gemm.MultiplyTransposed(
                hidden, inputSize, gates + slot * cell.Units, gateStride, inputs, Weight(parameters.InputWeight.Gradient, slot), inputSize);
            backward.PackRows(slot * cell.Units, Weight(parameters.InputWeight.Value, slot), inputSize, hidden, inputSize);
            backward.ClearRows(slot * cell.Units + hidden, cell.Units - hidden);
        }

        Gemm.Multiply(rows, gates, gateStride, backward, inputGradient, stride, accumulate: false);
    }

    public void Dispose()
    {
        table.Dispose();
        forward.Dispose();
        backward.Dispose();
        inputs.Dispose();
    }

    private float* Weight(float* weights, int slot) => weights + (long)cell.InputGates[slot] * hidden * inputSize;
}
