namespace Sweep.Models;

/// <summary>Which recurrent cell a language model is made of. The equations are in <c>src/Models/README.md</c>.</summary>
public enum CellKind
{
    /// <summary>Elman's cell: h' = f(W_ih x + b_ih + W_hh h + b_hh) with f = tanh or relu.</summary>
    Rnn,

    /// <summary>Gated recurrent unit (Cho et al. 2014), in the form of PyTorch: the reset gate acts after the product with W_hn.</summary>
    Gru,

    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gate, without peepholes.</summary>
    Lstm,
}
