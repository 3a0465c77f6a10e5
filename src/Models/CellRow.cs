namespace Sweep.Models;

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

    public float* HiddenBefore;

    public float* HiddenAfter;

    public float* CellBefore;

    public float* CellAfter;

    /// <summary>tanh(c) of an LSTM.</summary>
    public float* CellTanh;

    /// <summary>Gradient of h' from above.</summary>
    public float* Above;

    /// <summary>In: gradient of h' from the next step. Out: what of it goes to h without passing a product.</summary>
    public float* Carry;

    /// <summary>In: gradient of c' from the next step. Out: that of c.</summary>
    public float* CellCarry;
}
