using Sweep.Models.Fused;
using static TorchSharp.torch;

namespace Sweep.Models.Engines;

/// <summary>Dropout of the outputs in native memory: one mask per sequence for all steps of a window.</summary>
/// <param name="share">Probability of dropping an element, above 0 and below 1.</param>
/// <param name="hidden">H.</param>
internal sealed unsafe class OutputMask(double share, int hidden) : IDisposable
{
    private readonly AlignedBuffer masks = new();
    private readonly AlignedBuffer masked = new();
    private nint width;
    private int sequences;

    /// <summary>Draws a mask (B, H) and gives the masked rows: T*B of padded width, step by step.</summary>
    public float* Forward(float* outputs, nint stride, int rows, int batch)
    {
        (width, sequences) = (stride, batch);
        using var drawn = Mask.Draw(share, CPU, batch, hidden);
        masks.Ensure(Sizes.Matrix(batch, (int)stride));
        Rows.Clear(masks.Pointer, batch * stride);
        Rows.CopyMatrix(ParameterMemory.Pointer<float>(drawn), hidden, masks.Pointer, stride, batch, hidden);
        masked.Ensure(Sizes.Matrix(rows, (int)stride));
        for (var row = 0; row < rows; row++)
            Rows.Multiply(outputs + row * stride, MaskOf(row), masked.Pointer + row * stride, stride);
        GC.KeepAlive(drawn);
        return masked.Pointer;
    }

    /// <summary>Masks the gradients of the masked rows in place.</summary>
    public void Backward(float* gradient, int rows)
    {
        for (var row = 0; row < rows; row++)
            Rows.Multiply(gradient + row * width, MaskOf(row), gradient + row * width, width);
    }

    public void Dispose()
    {
        masks.Dispose();
        masked.Dispose();
    }

    private float* MaskOf(int row) => masks.Pointer + row % sequences * width;
}
