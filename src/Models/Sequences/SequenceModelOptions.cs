using Sweep.Models.Shapes;

namespace Sweep.Models.Sequences;

/// <summary>The shape of an encoder-decoder: two recurrent stacks of one cell and size, and how the second looks at the first.</summary>
public sealed record SequenceModelOptions
{
    /// <summary>The recurrent cell of both stacks. One of <c>CellCatalog.Default</c>, or another. No default.</summary>
    public required CellDescriptor Cell { get; init; }

    /// <summary>The function of the plain cell. Default: <see cref="Nonlinearity.Tanh"/>; ignored by the gated cells.</summary>
    public Nonlinearity Nonlinearity { get; init; } = Nonlinearity.Tanh;

    /// <summary>Number of token types that the encoder reads, those of <see cref="SpecialTokens"/> among them. At least 5. No
    /// default.</summary>
    public required int SourceVocabulary { get; init; }

    /// <summary>Number V of token types that the decoder writes, those of <see cref="SpecialTokens"/> among them. At least 5. No
    /// default.</summary>
    public required int TargetVocabulary { get; init; }

    /// <summary>H, hidden units per layer and direction. At least 1; default 128.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>L, layers of each stack. At least 1; default 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>True when the encoder reads the source from both ends. Outputs and last states of both directions are added. Default:
    /// false.</summary>
    public bool Bidirectional { get; init; }

    /// <summary>E, length of the learned vector per token type, on both sides. At least 1; default 64.</summary>
    public int EmbeddingSize { get; init; } = 64;

    /// <summary>How the decoder looks at the source. Default: <see cref="AttentionKind.Dot"/>.</summary>
    public AttentionKind Attention { get; init; } = AttentionKind.Dot;

    /// <summary>Probability of setting an element of a layer's output to zero while training, between the layers of a stack. 0 to below 1;
    /// default 0. Without effect with one layer.</summary>
    public double Dropout { get; init; }

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        const int least = SpecialTokens.Count + 1;
        InRange.Require(SourceVocabulary >= least, nameof(SourceVocabulary), SourceVocabulary, $"at least {least}");
        InRange.Require(TargetVocabulary >= least, nameof(TargetVocabulary), TargetVocabulary, $"at least {least}");
        InRange.Require(Enum.IsDefined(Attention), nameof(Attention), Attention, "none, additive or dot");
        Stack(SourceVocabulary, Bidirectional).Validate();
    }

    /// <summary>The recurrent stack of the encoder, as its cell makes it.</summary>
    public LanguageModelOptions Encoder => Stack(SourceVocabulary, Bidirectional);

    /// <summary>The recurrent stack of the decoder, as its cell makes it.</summary>
    public LanguageModelOptions Decoder => Stack(TargetVocabulary, bidirectional: false);

    private LanguageModelOptions Stack(int vocabulary, bool bidirectional) => new()
    {
        Cell = Cell,
        Nonlinearity = Nonlinearity,
        Vocabulary = vocabulary,
        Hidden = Hidden,
        Layers = Layers,
        Bidirectional = bidirectional,
        EmbeddingSize = EmbeddingSize,
        Dropout = Dropout,
    };
}

/// <summary>How a decoder looks at the outputs m_1 ... m_S of the encoder from its own output h (<c>attention</c> in a
/// sweep file).</summary>
public enum AttentionKind
{
    /// <summary>Not at all: all that it knows is the encoder's last state (Sutskever et al. 2014).</summary>
    None,

    /// <summary>score_s = v . tanh(W_q h + W_k m_s) (Bahdanau et al. 2015, appendix A.1.2).</summary>
    Additive,

    /// <summary>score_s = h . m_s (Luong et al. 2015, section 3.1).</summary>
    Dot,
}

/// <summary>Token types that every vocabulary of an encoder-decoder begins with.</summary>
public static class SpecialTokens
{
    /// <summary><c>&lt;unk&gt;</c>, a type that was not seen in training.</summary>
    public const int Unknown = 0;

    /// <summary><c>&lt;pad&gt;</c>, what fills shorter sequences of a batch.</summary>
    public const int Padding = 1;

    /// <summary><c>&lt;bos&gt;</c>, what the decoder reads first.</summary>
    public const int Begin = 2;

    /// <summary><c>&lt;eos&gt;</c>, what ends a target.</summary>
    public const int End = 3;

    /// <summary>How many there are.</summary>
    public const int Count = 4;
}
