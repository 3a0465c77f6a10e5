using Sweep.Models.Shapes;

namespace Sweep.Models;

/// <summary>The shape of a language model. Defaults are those of the d2l course's models: one layer, 256 hidden, one-hot input.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>The recurrent cell.</summary>
    /// <value>Default: <see cref="CellKind.Rnn"/>.</value>
    public CellKind Cell { get; init; } = CellKind.Rnn;

    /// <summary>The function of the plain cell.</summary>
    /// <value>Default: <see cref="Nonlinearity.Tanh"/>.</value>
    /// <remarks>Ignored unless <see cref="Cell"/> is <see cref="CellKind.Rnn"/>.</remarks>
    public Nonlinearity Nonlinearity { get; init; } = Nonlinearity.Tanh;

    /// <summary>Number V of token types; tokens are 0 to V-1.</summary>
    /// <value>At least 2. No default.</value>
    public required int Vocabulary { get; init; }

    /// <summary>Number H of hidden units per layer and direction.</summary>
    /// <value>At least 1; default 256.</value>
    public int Hidden { get; init; } = 256;

    /// <summary>Number L of stacked layers.</summary>
    /// <value>At least 1; default 1.</value>
    public int Layers { get; init; } = 1;

    /// <summary>Adds a second chain per layer that reads the sequence from its end.</summary>
    /// <value>Default: false.</value>
    /// <remarks>
    /// A bidirectional language model sees the very tokens it is to predict: its perplexity says nothing about prediction and must not
    /// be compared with that of a causal model.
    /// </remarks>
    public bool Bidirectional { get; init; }

    /// <summary>Length E of the learned vector per token type, or null for one-hot input of length V.</summary>
    /// <value>Null, or at least 1; default null.</value>
    public int? EmbeddingSize { get; init; }

    /// <summary>Probability of setting an element of a layer's output to zero while training, between layers (not after the last), as PyTorch's modules do.</summary>
    /// <value>0 to below 1; default 0.</value>
    /// <remarks>Ignored with one layer.</remarks>
    public double Dropout { get; init; }

    /// <summary>1, or 2 when <see cref="Bidirectional"/>.</summary>
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>Length of one input vector of the first layer: E with an embedding, V without.</summary>
    public int InputSize => EmbeddingSize ?? Vocabulary;

    /// <summary>Gates per unit: 1 (rnn), 3 (gru: reset, update, new) or 4 (lstm: input, forget, cell, output).</summary>
    public int Gates => Cell switch { CellKind.Rnn => 1, CellKind.Gru => 3, _ => 4 };

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        InRange.Require(Enum.IsDefined(Cell), nameof(Cell), Cell, "rnn, gru or lstm");
        InRange.Require(Enum.IsDefined(Nonlinearity), nameof(Nonlinearity), Nonlinearity, "tanh or relu");
        InRange.Require(Vocabulary >= 2, nameof(Vocabulary), Vocabulary, "at least 2");
        InRange.Require(Hidden >= 1, nameof(Hidden), Hidden, "at least 1");
        InRange.Require(Layers >= 1, nameof(Layers), Layers, "at least 1");
        InRange.Require(EmbeddingSize is null or >= 1, nameof(EmbeddingSize), EmbeddingSize, "at least 1, or none for one-hot input");
        InRange.Require(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "from 0 to below 1");
    }
}
