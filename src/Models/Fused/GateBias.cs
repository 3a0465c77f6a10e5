namespace Sweep.Models.Fused;

/// <summary>The two biases of each gate, which act as one sum wherever the cell lets them, and their gradients.</summary>
internal sealed unsafe class GateBias(CellKernel cell, int hidden, LayerParameters parameters) : IDisposable
{
    private readonly AlignedBuffer joined = new();
    private readonly AlignedBuffer separate = new();
    private readonly AlignedBuffer sums = new();

    /// <summary>The bias of the input side, a slot per gate.</summary>
    public float* Joined => joined.Pointer;

    /// <summary>The bias of the recurrent side, for the one gate where it acts separately.</summary>
    public float* Separate => separate.Pointer;

    public void Forward()
    {
        joined.Ensure(cell.Gates * cell.Units);
        separate.Ensure(cell.Units);
        float* input = parameters.InputBias.Value, recurrent = parameters.RecurrentBias.Value;
        for (var slot = 0; slot < cell.Gates; slot++)
        {
            var gate = cell.InputGates[slot];
            for (var j = 0; j < hidden; j++)
            {
                var other = recurrent[gate * hidden + j];
                joined.Pointer[slot * cell.Units + j] = input[gate * hidden + j] + (gate == cell.SeparateBiasGate ? 0 : other);
                if (gate == cell.SeparateBiasGate)
                    separate.Pointer[j] = other;
            }
        }
    }

    /// <summary>Sums gradients of the input side, one row per place or per distinct token, and writes those of both biases. Of the layer's
    /// saved rows, one per place, the last slot is that of the separate bias.</summary>
    public void Backward(float* rows, nint stride, int count, float* saved, int places)
    {
        sums.Ensure((cell.Gates + 1) * cell.Units);
        Rows.Sum(rows, stride, count, sums.Pointer, cell.Gates * cell.Units);
        var last = sums.Pointer + cell.Gates * cell.Units;
        if (cell.SeparateBiasGate >= 0)
            Rows.Sum(saved + (cell.SavedSlots - 1) * cell.Units, cell.SavedSlots * cell.Units, places, last, cell.Units);
        for (var slot = 0; slot < cell.Gates; slot++)
        {
            var gate = cell.InputGates[slot];
            var sum = sums.Pointer + slot * cell.Units;
            Rows.Copy(sum, parameters.InputBias.Gradient + gate * hidden, hidden);
            Rows.Copy(gate == cell.SeparateBiasGate ? last : sum, parameters.RecurrentBias.Gradient + gate * hidden, hidden);
        }
    }

    public void Dispose()
    {
        joined.Dispose();
        separate.Dispose();
        sums.Dispose();
    }
}
