namespace Sweep.Models.Fused;

/// <summary>The input side of a layer that reads vectors: embeddings of the distinct tokens, or the states of the layer below.</summary>
internal sealed unsafe class DenseInput(CellKernel cell, int hidden, LayerParameters parameters, int inputSize, Scratch scratch)
{
    private int Width => cell.Gates * cell.Units;

    /// <summary>A row of gates per row of x, W_ih x + bias. The rows of x are of padded width.</summary>
    public float* Forward(float* x, nint stride, int rows, float* bias)
    {
        var table = scratch.Table.Ensure(Sizes.Matrix(rows, Width));
        scratch.Weights.Resize(inputSize, Width);
        for (var slot = 0; slot < cell.Gates; slot++)
            scratch.Weights.PackTransposed(
                slot * cell.Units / Microkernel.Columns, Weight(parameters.InputWeight.Value, slot), inputSize, hidden);
        Rows.Repeat(bias, table, rows, Width);
        Gemm.Multiply(rows, x, stride, scratch.Weights, table, Width, accumulate: true);
        return table;
    }

    /// <summary>Writes the gradient of W_ih and that of x, <paramref name="inputGradient"/>, which has the stride of x; or adds the second
    /// to what is there with <paramref name="accumulate"/>.</summary>
    public void Backward(float* gates, nint gateStride, float* x, nint stride, int rows, float* inputGradient, bool accumulate = false)
    {
        scratch.Inputs.Resize(rows, inputSize);
        scratch.Inputs.PackRows(0, x, stride, rows, inputSize);
        scratch.Weights.Resize(Width, inputSize);
        for (var slot = 0; slot < cell.Gates; slot++)
        {
            scratch.Gemm.MultiplyTransposed(
                hidden, inputSize, gates
                    + slot * cell.Units, gateStride, scratch.Inputs, Weight(parameters.InputWeight.Gradient, slot), inputSize);
            scratch.Weights.PackRows(slot * cell.Units, Weight(parameters.InputWeight.Value, slot), inputSize, hidden, inputSize);
            scratch.Weights.ClearRows(slot * cell.Units + hidden, cell.Units - hidden);
        }

        Gemm.Multiply(rows, gates, gateStride, scratch.Weights, inputGradient, stride, accumulate);
    }

    private float* Weight(float* weights, int slot) => weights + (long)cell.InputGates[slot] * hidden * inputSize;
}
