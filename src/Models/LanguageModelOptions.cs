using Sweep.Models.Shapes;

namespace Sweep.Models;

/// <summary>The shape of a language model. Defaults are those of the d2l course's models: one layer, 256 hidden, one-hot input.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>The recurrent cell. One of <c>CellCatalog.Default</c>, or another. No default.</summary>
    public required CellDescriptor Cell { get; init; }

    /// <summary>The function of the plain cell. Default: <see cref="Nonlinearity.Tanh"/>.</summary>
    /// <remarks>Ignored unless the cell reads it (<see cref="CellDescriptor.ReadsNonlinearity"/>).</remarks>
    public Nonlinearity Nonlinearity { get; init; } = Nonlinearity.Tanh;

    /// <summary>Number V of token types; tokens are 0 to V-1. At least 2. No default.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Number H of hidden units per layer and direction. At least 1; default 256.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>Number L of stacked layers. At least 1; default 1.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Adds a second chain per layer that reads the sequence from its end. Default: false.</summary>
    /// <remarks>A bidirectional language model sees the very tokens it is to predict: its perplexity says nothing about prediction and must
    /// not be compared with that of a causal model.</remarks>
    public bool Bidirectional { get; init; }

    /// <summary>Length E of the learned vector per token type, or null for one-hot input of length V. Null, or at least 1; default
    /// null.</summary>
    public int? EmbeddingSize { get; init; }

    /// <summary>Probability of setting an element of a layer's output to zero while training, between layers (not after the last), as
    /// PyTorch's modules do. 0 to below 1; default 0.</summary>
    /// <remarks>Ignored with one layer.</remarks>
    public double Dropout { get; init; }

    /// <summary>What the model has beside cell and size. Default: nothing.</summary>
    public ModelExtras Extras { get; init; } = new();

    /// <summary>Layers and decoder compute in bfloat16, from parameters that stay float32. Default: false.</summary>
    public bool Bfloat16 { get; init; }

    /// <summary>Trains with <c>LanguageModel.BackThrough</c>, which the torch engine computes. Default: false.</summary>
    public bool BackThroughState { get; init; }

    /// <summary>Weight of the information-flow regulariser of Pascanu, Mikolov and Bengio (2013) in a training step; see
    /// <c>FlowPenaltyEngine</c>. From 0; default 0. Above 0 with the plain cell alone, of which the regulariser is defined, in one
    /// direction and without dropout.</summary>
    public double FlowPenalty { get; init; }

    /// <summary>1, or 2 when <see cref="Bidirectional"/>.</summary>
    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>Length of one input vector of the first layer: E with an embedding, V without.</summary>
    public int InputSize => EmbeddingSize ?? Vocabulary;

    /// <summary>True when the fused engine, which works on one thread of a CPU, can compute a model of this shape.</summary>
    public bool FitsFusedEngine => FusedObstacle is null;

    /// <summary>Why the fused engine cannot compute this shape on any CPU, in a few words; null where it can.</summary>
    internal string? FusedObstacle => this switch
    {
        { Cell.HasKernel: false } => $"no fused kernel for the cell {Cell}",
        { Bidirectional: true } => "bidirectional",
        { DropoutBetweenLayers: > 0 } => "dropout between layers",
        { Extras.DropoutInput: > 0 } => "dropout on inputs",
        { Bfloat16: true } => "bfloat16",
        { Extras.LayerNorm: true } => "layer normalisation",
        { FlowPenalty: > 0 } => "information-flow regulariser",
        { BackThroughState: true } => "back-propagation beyond the window",
        _ => null,
    };

    /// <summary>What dropout comes to: <see cref="Dropout"/>, or 0 with one layer.</summary>
    internal double DropoutBetweenLayers => Layers > 1 ? Dropout : 0;

    /// <summary>What residual connections come to: those of <see cref="ModelExtras.Residual"/>, or none with one layer.</summary>
    internal bool HasSkips => Extras.Residual && Layers > 1;

    /// <summary>The core of the torch engine: the cell's own, or one that runs layer by layer and step by step where only that can do
    /// what is asked for.</summary>
    internal IRecurrentCore MakeCore() => Extras.LayerNorm || HasSkips ? Cell.Stepwise!(this) : Cell.Core(this);

    /// <summary>Checks every range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        InRange.Require(Cell is not null, nameof(Cell), Cell, "a cell, for example rnn");
        InRange.Require(Enum.IsDefined(Nonlinearity), nameof(Nonlinearity), Nonlinearity, "tanh or relu");
        InRange.Require(Vocabulary >= 2, nameof(Vocabulary), Vocabulary, "at least 2");
        InRange.Require(Hidden >= 1, nameof(Hidden), Hidden, "at least 1");
        InRange.Require(Layers >= 1, nameof(Layers), Layers, "at least 1");
        InRange.Require(EmbeddingSize is null or >= 1, nameof(EmbeddingSize), EmbeddingSize, "at least 1, or none for one-hot input");
        InRange.Require(FlowPenalty >= 0, nameof(FlowPenalty), FlowPenalty, "at least 0");
        InRange.Require(
            FlowPenalty == 0 || (Cell!.ReadsNonlinearity && IsPlain), nameof(FlowPenalty), FlowPenalty,
            "0 unless the cell is rnn, in one direction and without dropout, ties, norms, skips and bfloat16");
        InRange.Require(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "from 0 to below 1");
        Extras.Validate();
        ValidateExtras();
    }

    /// <summary>True when the model is its embedding, its layers and its decoder, as they are, and nothing else.</summary>
    private bool IsPlain => !Bidirectional && !Bfloat16 && DropoutBetweenLayers == 0
        && Extras with { RecurrentInit = RecurrentInit.Default, ForgetBias = 0 } == new ModelExtras();

    private void ValidateExtras()
    {
        var width = Directions * Hidden;
        InRange.Require(
            !Extras.Tied || EmbeddingSize == width, nameof(EmbeddingSize), EmbeddingSize, $"{width}, the length of an output, where tied");
        InRange.Require(
            Extras.ForgetBias == 0 || Cell.ForgetGate is not null, nameof(Extras.ForgetBias), Extras.ForgetBias, $"0 for the cell {Cell}");
        InRange.Require(
            Extras.RecurrentInit != RecurrentInit.Identity || Cell.Gates == 1, nameof(RecurrentInit), Extras.RecurrentInit,
            $"default or orthogonal for the cell {Cell}, which has {Cell.Gates} gates");
        InRange.Require(
            !(Extras.LayerNorm || HasSkips) || Cell.Stepwise is not null, nameof(Cell), Cell,
            $"one with a {nameof(CellDescriptor.Stepwise)} core for layer normalisation and residual connections");
    }
}

/// <summary>The function inside the plain cell, <c>rnn</c>; the gated cells have their own.</summary>
public enum Nonlinearity
{
    /// <summary>Hyperbolic tangent: bounded, the usual choice.</summary>
    Tanh,

    /// <summary>max(x, 0): unbounded, so the state can grow without limit; clip gradients.</summary>
    Relu,
}
