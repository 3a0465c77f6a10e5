namespace Sweep.Models;

/// <summary>The function inside the plain cell, <c>rnn</c>; the gated cells have their own.</summary>
public enum Nonlinearity
{
    /// <summary>Hyperbolic tangent: bounded, the usual choice.</summary>
    Tanh,

    /// <summary>max(x, 0): unbounded, so the state can grow without limit; clip gradients.</summary>
    Relu,
}
