namespace Sweep.Models.Fused;

/// <summary>The input side of a layer that reads one-hot vectors: W_ih times a one-hot vector is a column of W_ih. Each distinct token's
/// column is copied once per window; the dense product with (T*B, V) would be most of all arithmetic with a vocabulary of words.</summary>
internal sealed unsafe class OneHotInput(CellKernel cell, int hidden, LayerParameters parameters, int vocabulary, Scratch scratch)
{
    // Units copied together: one cache line of the table, and 16 rows of W_ih, which stay in the second-level cache.
    private const int Block = 16;

    /// <summary>A row of gates per distinct token, W_ih x + bias.</summary>
    public float* Forward(WindowTokens tokens, float* bias)
    {
        var width = cell.Gates * cell.Units;
        var table = scratch.Table.Ensure(Sizes.Matrix(tokens.Count, width));
        for (var slot = 0; slot < cell.Gates; slot++)
        {
            for (var j = 0; j < hidden; j += Block)
            {
                var weights = parameters.InputWeight.Value + (cell.InputGates[slot] * hidden + j) * (long)vocabulary;
                var target = table + slot * cell.Units + j;
                Gather(weights, tokens.Distinct, target, width, bias + slot * cell.Units + j, Math.Min(Block, hidden - j));
            }
        }

        return table;
    }

    /// <summary>Writes the gradient of W_ih: the given rows as columns, zero for tokens that the window does not hold.</summary>
    public void Backward(WindowTokens tokens, float* rows)
    {
        var width = cell.Gates * cell.Units;
        for (var slot = 0; slot < cell.Gates; slot++)
        {
            for (var j = 0; j < hidden; j += Block)
            {
                var gradient = parameters.InputWeight.Gradient + (cell.InputGates[slot] * hidden + j) * (long)vocabulary;
                Scatter(rows + slot * cell.Units + j, width, tokens.Distinct, gradient, Math.Min(Block, hidden - j));
            }
        }
    }

    private void Gather(float* weights, ReadOnlySpan<int> tokens, float* target, nint width, float* bias, int units)
    {
        foreach (var token in tokens)
        {
            for (var j = 0; j < units; j++)
                target[j] = weights[j * vocabulary + token] + bias[j];
            target += width;
        }
    }

    private void Scatter(float* rows, nint width, ReadOnlySpan<int> tokens, float* gradient, int units)
    {
        Rows.Clear(gradient, (long)units * vocabulary);
        foreach (var token in tokens)
        {
            for (var j = 0; j < units; j++)
                gradient[j * vocabulary + token] = rows[j];
            rows += width;
        }
    }
}
