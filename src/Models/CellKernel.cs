namespace Sweep.Models;

/// <summary>The arithmetic of one cell between the matrix products, forward and backward, one pass over memory each.</summary>
/// <param name="units">Padded hidden length, a multiple of 32.</param>
internal abstract unsafe class CellKernel(int units)
{
    /// <summary>Padded hidden length.</summary>
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
