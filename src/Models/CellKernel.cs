namespace Sweep.Models;

/// <summary>The arithmetic of one cell between the matrix products, forward and backward, one pass over memory each.</summary>
/// <param name="units">Padded hidden length, a multiple of 32.</param>
internal abstract unsafe class CellKernel(int units)
{
    public int Units { get; } = units;

    /// <summary>Slots of a saved row.</summary>
    public abstract int SavedSlots { get; }

    /// <summary>For each input slot the gate in PyTorch's order; the gradients of the input side fill the first slots of a saved row
    /// in this order.</summary>
    public abstract ReadOnlySpan<int> InputGates { get; }

    /// <summary>The slot of a saved row where the gradients of the recurrent side begin, in PyTorch's order of gates.</summary>
    public virtual int RecurrentSlot => 0;

    /// <summary>The gate whose two biases act at different places, or -1.</summary>
    public virtual int SeparateBiasGate => -1;

    /// <summary>True when part of the gradient goes from h' to h without a product.</summary>
    public virtual bool CarriesDirectly => false;

    /// <summary>True when the cell has a second state c.</summary>
    public virtual bool HasCellState => false;

    public int Gates => InputGates.Length;

    /// <summary>Numbers per unit that a layer keeps of each step until the backward pass: the saved row, h, and c with its tanh.</summary>
    public int SavedPerUnit => SavedSlots + (HasCellState ? 3 : 1);

    public abstract void Forward(in CellRow row);

    public abstract void Backward(in CellRow row);
}

/// <summary>Where the numbers of one sequence at one time step lie. Vectors have the padded hidden length; several gates follow each other
/// as slots of it.</summary>
internal unsafe ref struct CellRow
{
    /// <summary>W_ih x + b, a slot per gate in the cell's input order.</summary>
    public float* Input;

    /// <summary>W_hh h, a slot per gate in PyTorch's order.</summary>
    public float* Recurrent;

    /// <summary>The bias of W_hh h that could not be joined with that of the input: b_hn of a GRU.</summary>
    public float* RecurrentBias;

    /// <summary>Forward leaves here what backward needs; backward replaces it by the gradients before the gates' functions.</summary>
    public float* Saved;

    public float* HiddenBefore, HiddenAfter, CellBefore, CellAfter;

    /// <summary>tanh(c) of an LSTM.</summary>
    public float* CellTanh;

    /// <summary>Gradient of h' from above.</summary>
    public float* Above;

    /// <summary>In: gradient of h' from the next step. Out: what of it goes to h without passing a product.</summary>
    public float* Carry;

    /// <summary>In: gradient of c' from the next step. Out: that of c.</summary>
    public float* CellCarry;
}
