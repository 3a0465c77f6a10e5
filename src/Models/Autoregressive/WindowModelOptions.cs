using Sweep.Models.Shapes;

namespace Sweep.Models.Autoregressive;

/// <summary>Shape of a <see cref="WindowModel"/>. Immutable.</summary>
public sealed record WindowModelOptions
{
    /// <summary>Number V of token types. At least 2. No default.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Number n of tokens that a prediction is made from. At least 1; default 4.</summary>
    public int Window { get; init; } = 4;

    /// <summary>Length E of the learned vector per token type, shared by all n places; null for one-hot input. Null, or at least 1; default
    /// null.</summary>
    public int? EmbeddingSize { get; init; }

    /// <summary>Number H of hidden units per layer. At least 1; default 256.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>Number L of hidden layers. At least 1; default 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Function of the hidden units. Default: <see cref="Nonlinearity.Tanh"/>.</summary>
    public Nonlinearity Nonlinearity { get; init; } = Nonlinearity.Tanh;

    /// <summary>Probability of setting a hidden unit to zero while training, between layers (not after the last). 0 to below 1; default
    /// 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Numbers in weights and biases: (V + 1) E of an embedding; H (n I + 1) of the first layer, I = V + 1 without embedding and E
    /// with one; H (H + 1) of each further one; V (H + 1) of the decoder.</summary>
    public long Parameters
    {
        get
        {
            long types = Vocabulary + 1, hidden = Hidden;
            var first = hidden * ((Window * (EmbeddingSize ?? types)) + 1);
            return (types * (EmbeddingSize ?? 0)) + first + ((Layers - 1) * hidden * (hidden + 1)) + (Vocabulary * (hidden + 1));
        }
    }

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        InRange.Require(Vocabulary >= 2, nameof(Vocabulary), Vocabulary, "at least 2");
        InRange.Require(Window >= 1, nameof(Window), Window, "at least 1");
        InRange.Require(EmbeddingSize is null or >= 1, nameof(EmbeddingSize), EmbeddingSize, "at least 1, or none for one-hot input");
        InRange.Require(Hidden >= 1, nameof(Hidden), Hidden, "at least 1");
        InRange.Require(Layers >= 1, nameof(Layers), Layers, "at least 1");
        InRange.Require(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "from 0 to below 1");
    }
}
