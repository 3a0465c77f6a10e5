namespace Sweep.Models.Fused;

/// <summary>One recurrent layer through time: per step one product with W_hh and one pass of the cell;
/// backward the same in reverse.</summary>
internal sealed unsafe class FusedLayer(CellKernel cell, int hidden, LayerParameters parameters, Scratch scratch) : IDisposable
{
    private readonly AlignedBuffer states = new();
    private readonly AlignedBuffer cells = new();
    private readonly AlignedBuffer tanhs = new();
    private readonly AlignedBuffer saved = new();
    private int steps;
    private int batch;

    /// <summary>Outputs, (T*B) rows of padded width.</summary>
    public float* Outputs => states.Pointer + (long)batch * cell.Units;

    /// <summary>What the cell saved, and after <see cref="Backward"/> the gradients before the gates' functions: (T*B) rows.</summary>
    public float* Saved => saved.Pointer;

    public int SavedStride => cell.SavedSlots * cell.Units;

    /// <summary>Runs all steps. The state before the first is already set by <see cref="Start"/>.</summary>
    /// <param name="table">Rows of W_ih x + bias.</param>
    /// <param name="rows">For each place its row of the table; empty where they are in order.</param>
    /// <param name="recurrentBias">The recurrent bias that acts separately.</param>
    public void Forward(float* table, ReadOnlySpan<int> rows, float* recurrentBias)
    {
        var gates = cell.Gates * cell.Units;
        saved.Ensure(Sizes.Matrix(steps * batch, SavedStride));
        var recurrent = scratch.Recurrent.Ensure(Sizes.Matrix(batch, gates));
        scratch.Weights.Resize(hidden, gates);
        for (var gate = 0; gate < cell.Gates; gate++)
            scratch.Weights.PackTransposed(gate * cell.Units / Microkernel.Columns, parameters.RecurrentWeight.Value
                + gate * hidden * hidden, hidden, hidden);
        for (var t = 0; t < steps; t++)
        {
            Gemm.Multiply(batch, states.Pointer
                + (long)t * batch * cell.Units, cell.Units, scratch.Weights, recurrent, gates, accumulate: false);
            for (var b = 0; b < batch; b++)
            {
                var row = RowAt(t, b);
                var place = t * batch + b;
                row.Input = table + (rows.IsEmpty ? place : rows[place]) * (long)gates;
                row.Recurrent = recurrent + b * gates;
                row.RecurrentBias = recurrentBias;
                cell.Forward(row);
            }
        }
    }

    /// <summary>Sets the shape of the window and the state before it, (B, H) each.</summary>
    public void Start(int windowSteps, int windowBatch, float* hiddenState, float* cellState)
    {
        (steps, batch) = (windowSteps, windowBatch);
        var count = Sizes.Matrix((steps + 1) * batch, cell.Units);
        Rows.CopyMatrix(hiddenState, hidden, states.Ensure(count), cell.Units, batch, hidden);
        if (!cell.HasCellState) return;
        Rows.CopyMatrix(cellState, hidden, cells.Ensure(count), cell.Units, batch, hidden);
        tanhs.Ensure(count);
    }

    /// <summary>Copies the state after the window, (B, H) each.</summary>
    public void End(float* hiddenState, float* cellState)
    {
        var last = (long)steps * batch * cell.Units;
        Rows.CopyMatrix(states.Pointer + last, cell.Units, hiddenState, hidden, batch, hidden);
        if (cell.HasCellState)
            Rows.CopyMatrix(cells.Pointer + last, cell.Units, cellState, hidden, batch, hidden);
    }

    /// <summary>Turns the saved rows into gradients and writes that of W_hh, from those of the outputs: (T*B) rows of padded
    /// width.</summary>
    public void Backward(float* above)
    {
        PackBackward();
        Rows.Clear(scratch.Carry.Ensure(Sizes.Matrix(batch, cell.Units)), batch * cell.Units);
        Rows.Clear(scratch.CellCarry.Ensure(Sizes.Matrix(batch, cell.Units)), batch * cell.Units);
        for (var t = steps - 1; t >= 0; t--)
        {
            for (var b = 0; b < batch; b++)
            {
                var row = RowAt(t, b);
                row.Above = above + (long)(t * batch + b) * cell.Units;
                cell.Backward(row);
            }

            if (t > 0)
                Gemm.Multiply(
                    batch, RecurrentGradients(t), SavedStride, scratch.Weights, scratch.Carry.Pointer, cell.Units, cell.CarriesDirectly);
        }

        scratch.Inputs.Resize(steps * batch, hidden);
        scratch.Inputs.PackRows(0, states.Pointer, cell.Units, steps * batch, hidden);
        for (var gate = 0; gate < cell.Gates; gate++)
            scratch.Gemm.MultiplyTransposed(
                hidden, hidden, RecurrentGradients(0) + gate * cell.Units, SavedStride, scratch.Inputs, parameters.RecurrentWeight.Gradient
                    + gate * hidden * hidden, hidden);
    }

    public void Dispose()
    {
        foreach (var buffer in new[] { states, cells, tanhs, saved })
            buffer.Dispose();
    }

    private float* RecurrentGradients(int step) => saved.Pointer + (long)step * batch * SavedStride + cell.RecurrentSlot * cell.Units;

    private void PackBackward()
    {
        scratch.Weights.Resize(cell.Gates * cell.Units, hidden);
        for (var gate = 0; gate < cell.Gates; gate++)
        {
            scratch.Weights.PackRows(gate * cell.Units, parameters.RecurrentWeight.Value + gate * hidden * hidden, hidden, hidden, hidden);
            scratch.Weights.ClearRows(gate * cell.Units + hidden, cell.Units - hidden);
        }
    }

    private CellRow RowAt(int step, int sequence)
    {
        var at = (long)(step * batch + sequence) * cell.Units;
        var next = at + (long)batch * cell.Units;
        return new CellRow
        {
            Saved = saved.Pointer + (long)(step * batch + sequence) * SavedStride,
            HiddenBefore = states.Pointer + at,
            HiddenAfter = states.Pointer + next,
            CellBefore = cells.Pointer + at,
            CellAfter = cells.Pointer + next,
            CellTanh = tanhs.Pointer + at,
            Carry = scratch.Carry.Pointer + sequence * cell.Units,
            CellCarry = scratch.CellCarry.Pointer + sequence * cell.Units,
        };
    }
}
