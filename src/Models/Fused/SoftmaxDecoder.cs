namespace Sweep.Models.Fused;

/// <summary>Linear layer, softmax and cross-entropy as one: 32 rows of logits at a time are made, normalised and turned into gradients
/// while they lie in the second-level cache. With a vocabulary of words every further pass over all logits costs as much as the recurrent
/// layer.</summary>
internal sealed unsafe class SoftmaxDecoder(ParameterMemory weight, ParameterMemory bias, int vocabulary, int hidden, Scratch scratch)
    : IDisposable
{
    private const int Block = 32;
    private readonly int width = Sizes.Padded(vocabulary);
    private readonly AlignedBuffer logits = new();
    private readonly AlignedBuffer biases = new();
    private readonly AlignedBuffer biasGradient = new();

    /// <summary>Sum of the cross-entropies in nats of rows of states, which have padded width and a target each, and the gradients of their
    /// mean; <paramref name="gradient"/> receives that of the states, with their stride.</summary>
    public double Train(float* states, nint stride, int rows, long* targets, float* gradient)
    {
        Prepare(rows);
        Rows.Clear(biasGradient.Ensure(width), width);
        var nats = 0.0;
        for (var row = 0; row < rows; row += Block)
        {
            var count = Math.Min(Block, rows - row);
            var block = logits.Pointer + (long)row * width;
            Gemm.Multiply(count, states + row * stride, stride, scratch.Weights, block, width, accumulate: false);
            for (var i = 0; i < count; i++)
                nats += SoftmaxRow.Gradient(block
                    + (long)i * width, biases.Pointer, width, Target(targets, row + i), 1f / rows, biasGradient.Pointer);
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
            Gemm.Multiply(count, states + row * stride, stride, scratch.Weights, logits.Pointer, width, accumulate: false);
            for (var i = 0; i < count; i++)
            {
                if (targets[row + i] == EvaluationResult.NotScored) continue;
                nats += SoftmaxRow.Nats(logits.Pointer + (long)i * width, biases.Pointer, width, Target(targets, row + i));
            }
        }

        return nats;
    }

    /// <summary>Logits of a few rows, (rows, V) without padding.</summary>
    public void Logits(float* states, nint stride, int rows, float* target)
    {
        Prepare(rows);
        Gemm.Multiply(rows, states, stride, scratch.Weights, logits.Pointer, width, accumulate: false);
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
    }

    private int Target(long* targets, int row) => WindowTokens.Checked(targets[row], vocabulary, "target");

    private void Prepare(int rows)
    {
        logits.Ensure(Sizes.Matrix(rows, width));
        scratch.Weights.Resize(hidden, vocabulary);
        scratch.Weights.PackTransposed(0, weight.Value, hidden, vocabulary);
        biases.Ensure(width);
        Rows.Copy(bias.Value, biases.Pointer, vocabulary);
        // The surplus columns get no probability.
        new Span<float>(biases.Pointer + vocabulary, width - vocabulary).Fill(float.NegativeInfinity);
    }

    private void Backward(float* states, nint stride, int rows, float* gradient)
    {
        scratch.Weights.Resize(vocabulary, hidden);
        scratch.Weights.PackRows(0, weight.Value, hidden, vocabulary, hidden);
        Gemm.Multiply(rows, logits.Pointer, width, scratch.Weights, gradient, stride, accumulate: false);
        scratch.Inputs.Resize(rows, hidden);
        scratch.Inputs.PackRows(0, states, stride, rows, hidden);
        scratch.Gemm.MultiplyTransposed(vocabulary, hidden, logits.Pointer, width, scratch.Inputs, weight.Gradient, hidden);
        Rows.Copy(biasGradient.Pointer, bias.Gradient, vocabulary);
    }
}
