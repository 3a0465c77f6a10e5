namespace Sweep.Models.Fused;

/// <summary>The input side of the first layer: a table of gates with a row per distinct token,
/// from one-hot vectors or from embeddings.</summary>
internal sealed unsafe class FusedInput(
    CellKernel cell, LanguageModelOptions options, LayerParameters layer, ParameterMemory? embedding, Scratch scratch) : IDisposable
{
    private readonly int vectorSize = options.InputSize;
    private readonly bool isTied = options.Extras.Tied;
    private readonly OneHotInput? oneHot =
        embedding is null ? new OneHotInput(cell, options.Hidden, layer, options.Vocabulary, scratch) : null;
    private readonly DenseInput? dense =
        embedding is null ? null : new DenseInput(cell, options.Hidden, layer, options.InputSize, scratch);
    private readonly AlignedBuffer vectors = new();
    private readonly AlignedBuffer vectorGradients = new();
    private readonly AlignedBuffer gradients = new();

    public WindowTokens Tokens { get; } = new(options.Vocabulary);

    /// <summary>Gradients of the table's rows after <see cref="Backward"/>.</summary>
    public float* Gradients => gradients.Pointer;

    private int Width => cell.Gates * cell.Units;

    /// <summary>The table for the window that <see cref="Tokens"/> holds.</summary>
    public float* Forward(float* bias)
    {
        if (oneHot is not null) return oneHot.Forward(Tokens, bias);
        var stride = Sizes.Padded(vectorSize);
        vectors.Ensure(Sizes.Matrix(Tokens.Count, stride));
        for (var row = 0; row < Tokens.Count; row++)
            Rows.Copy(embedding!.Value + (long)Tokens.Distinct[row] * vectorSize, vectors.Pointer + row * stride, vectorSize);
        return dense!.Forward(vectors.Pointer, stride, Tokens.Count, bias);
    }

    /// <summary>Writes the gradients of W_ih and of the embedding, from those of the gates: a row per place of the window.</summary>
    public void Backward(float* saved, nint stride)
    {
        SumByToken(saved, stride);
        if (oneHot is not null)
        {
            oneHot.Backward(Tokens, gradients.Pointer);
            return;
        }

        var vectorStride = Sizes.Padded(vectorSize);
        vectorGradients.Ensure(Sizes.Matrix(Tokens.Count, vectorStride));
        dense!.Backward(gradients.Pointer, Width, vectors.Pointer, vectorStride, Tokens.Count, vectorGradients.Pointer);
        // The decoder, which works before, has written its part of a shared gradient.
        if (!isTied)
            Rows.Clear(embedding!.Gradient, (long)Tokens.Vocabulary * vectorSize);
        for (var row = 0; row < Tokens.Count; row++)
            AddTo(embedding!.Gradient + (long)Tokens.Distinct[row] * vectorSize, vectorGradients.Pointer + row * vectorStride);
    }

    private void AddTo(float* target, float* source)
    {
        if (!isTied)
        {
            Rows.Copy(source, target, vectorSize);
            return;
        }

        for (var j = 0; j < vectorSize; j++)
            target[j] += source[j];
    }

    public void Dispose()
    {
        vectors.Dispose();
        vectorGradients.Dispose();
        gradients.Dispose();
    }

    private void SumByToken(float* saved, nint stride)
    {
        Rows.Clear(gradients.Ensure(Sizes.Matrix(Tokens.Count, Width)), (long)Tokens.Count * Width);
        var rows = Tokens.Rows;
        for (var place = 0; place < rows.Length; place++)
            Rows.Add(saved + place * stride, gradients.Pointer + (long)rows[place] * Width, Width);
    }
}
