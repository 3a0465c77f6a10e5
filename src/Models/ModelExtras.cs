using Sweep.Models.Shapes;

namespace Sweep.Models;

/// <summary>What a language model has beside cell and size: ties, masks, norms, skips, initial values. The defaults add nothing.</summary>
public sealed record ModelExtras
{
    /// <summary>The decoder's weights are those of the embedding (Press and Wolf 2017; Inan et al. 2017). Needs an embedding as long as an
    /// output, D*H. The shared matrix begins as a decoder's does, U(-1/sqrt(D*H), 1/sqrt(D*H)). Default: false.</summary>
    public bool Tied { get; init; }

    /// <summary>Probability of dropping an element of the first layer's input while training, by one mask per sequence for all steps of a
    /// window (Gal and Ghahramani 2016). With one-hot input that drops token types. 0 to below 1; default 0.</summary>
    public double DropoutInput { get; init; }

    /// <summary>The same of the last layer's outputs, before the decoder. 0 to below 1; default 0.</summary>
    public double DropoutOutput { get; init; }

    /// <summary>Probability of dropping a recurrent weight while training, by one mask for all sequences and steps of a window (Merity et
    /// al. 2018, weight-dropped LSTM). 0 to below 1; default 0.</summary>
    public double DropoutRecurrent { get; init; }

    /// <summary>Normalises, gate by gate, the products W_ih x and W_hh h over the H units, and a second state of the cell where it is read
    /// (Ba et al. 2016). Default: false.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>Each layer from the second on adds its input to its output (He et al. 2016; between recurrent layers Wu et al. 2016,
    /// section 3.1). Default: false.</summary>
    /// <remarks>Without effect with one layer.</remarks>
    public bool Residual { get; init; }

    /// <summary>Added to the initial bias of the gate that keeps the state (<see cref="CellDescriptor.ForgetGate"/>; Gers et al. 2000,
    /// Jozefowicz et al. 2015: 1). A finite number; default 0.</summary>
    public double ForgetBias { get; init; }

    /// <summary>How W_hh begins. Default: <see cref="RecurrentInit.Default"/>.</summary>
    public RecurrentInit RecurrentInit { get; init; }

    /// <summary>True when a mask is drawn in each training step.</summary>
    public bool HasMasks => DropoutInput > 0 || DropoutOutput > 0 || DropoutRecurrent > 0;

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    internal void Validate()
    {
        foreach (var (name, share) in new[]
        {
            (nameof(DropoutInput), DropoutInput), (nameof(DropoutOutput), DropoutOutput), (nameof(DropoutRecurrent), DropoutRecurrent),
        })
            InRange.Require(share is >= 0 and < 1, name, share, "from 0 to below 1");
        InRange.Require(double.IsFinite(ForgetBias), nameof(ForgetBias), ForgetBias, "a finite number");
        InRange.Require(Enum.IsDefined(RecurrentInit), nameof(RecurrentInit), RecurrentInit, "default, orthogonal or identity");
    }
}

/// <summary>How the recurrent weights begin.</summary>
public enum RecurrentInit
{
    /// <summary>As PyTorch's modules: U(-1/sqrt(H), 1/sqrt(H)).</summary>
    Default,

    /// <summary>A random orthogonal matrix per gate (Saxe et al. 2014), as <c>torch.nn.init.orthogonal_</c> makes it.</summary>
    Orthogonal,

    /// <summary>The identity, with biases of 0 (Le, Jaitly and Hinton 2015); for a cell of one gate.</summary>
    Identity,
}
