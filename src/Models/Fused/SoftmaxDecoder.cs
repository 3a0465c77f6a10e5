
namespace Sweep.Models.Fused;

/// <summary>
/// Linear layer, softmax and cross-entropy as one: 32 rows of logits at a time are made, normalised and turned into gradients while they lie in
/// the second-level cache. With a vocabulary of words every further pass over all logits costs as much as the recurrent layer.
/// </summary>
internal sealed unsafe class SoftmaxDecoder(ParameterMemory weight, ParameterMemory bias, int vocabulary, int hidden, Gemm gemm) : IDisposable
{
    private const int Block = 32;
    private readonly int width = Sizes.Padded(vocabulary);
    private readonly AlignedBuffer logits = new();
    private readonly AlignedBuffer biases = new();
    private readonly AlignedBuffer biasGradient = new();
    private readonly PackedMatrix forward = new();
    private readonly PackedMatrix backward = new();
    private readonly PackedMatrix inputs = new();

    /// <summary>Sum of the cross-entropies in nats of <paramref name="rows"/> rows of states, and the gradients of their mean.</summary>
    /// <param name="states">Rows of padded width.</param>
    /// <param name="stride">Distance of these rows.</param>
    /// <param name="rows">Number of these rows.</param>
    /// <param name="targets">A token per row.</param>
    /// <param name="gradient">Receives the gradient of the states, with their stride.</param>
    public double Train(float* states, nint stride, int rows, long* targets, float* gradient)
    {
        Prepare(rows);
        Rows.Clear(biasGradient.Ensure(width), width);
        var nats = 0.0;
        for (var row = 0; row < rows; row += Block)
        {
            var count = Math.Min(Block, rows - row);
            var block = logits.Pointer + (long)row * width;
            Gemm.Multiply(count, states + row * stride, stride, forward, block, width, accumulate: false);
            for (var i = 0; i < count; i++)
                nats += SoftmaxRow.Gradient(block + (long)i * width, biases.Pointer, width, Target(targets, row + i), 1f / rows, biasGradient.Pointer);
        }

        Backward(states, stride, rows, gradient);
        return nats;
    }

    /// <summary>Sum of the cross-entropies in nats over the rows that are scored, without gradients.</summary>
    public double Evaluate(float* states, nint stride, int rows, long* targets)
    {
        Prepare(Block);
        var nats = 0.0;
        for (var row = 0; row < rows; row += Block)
        {
            var count = Math.Min(Block, rows - row);
            Gemm.Multiply(count, states + row * stride, stride, forward, logits.Pointer, width, accumulate: false);
            for (var i = 0; i < count; i++)
            {
                if (targets[row + i] == LanguageModel.NotScored) continue;
                nats += SoftmaxRow.Nats(logits.Pointer + (long)i * width, biases.Pointer, width, Target(targets, row + i));
            }
        }

        return nats;
    }

    /// <summary>Logits of a few rows, (rows, V) without padding.</summary>
    public void Logits(float* states, nint stride, int rows, float* target)
    {
        Prepare(rows);
        Gemm.Multiply(rows, states, stride, forward, logits.Pointer, width, accumulate: false);
        for (var i = 0; i < rows; i++)
        {
            Rows.Add(biases.Pointer, logits.Pointer + (long)i * width, width);
            Rows.Copy(logits.Pointer + (long)i * width, target + (long)i * vocabulary, vocabulary);
        }
    }

    public void Dispose()
    {
        foreach (var buffer in new[] { logits, biases, biasGradient })
            buffer.Dispose();
        foreach (var packed in new[] { forward, backward, inputs })
            packed.Dispose();
    }

    private int Target(long* targets, int row) => WindowTokens.Checked(targets[row], vocabulary, "target");

    private void Prepare(int rows)
    {
        logits.Ensure(Sizes.Matrix(rows, width));
        forward.Resize(hidden, vocabulary);
        forward.PackTransposed(0, weight.Value, hidden, vocabulary);
        biases.Ensure(width);
        Rows.Copy(bias.Value, biases.Pointer, vocabulary);
        // The surplus columns get no probability.
        new Span<float>(biases.Pointer + vocabulary, width - vocabulary).Fill(float.NegativeInfinity);
    }

    private void Backward(float* states, nint stride, int rows, float* gradient)
    {
        backward.Resize(vocabulary, hidden);
        backward.PackRows(0, weight.Value, hidden, vocabulary, hidden);
        Gemm.Multiply(rows, logits.Pointer, width, backward, gradient, stride, accumulate: false);
        inputs.Resize(rows, hidden);
        inputs.PackRows(0, states, stride, rows, hidden);
        gemm.MultiplyTransposed(vocabulary, hidden, logits.Pointer, width, inputs, weight.Gradient, hidden);
        Rows.Copy(biasGradient.Pointer, bias.Gradient, vocabulary);
    }
}
