using Sweep.Models.Engines;
using Sweep.Models.Fused;
using Sweep.Models.Native;
using Sweep.Models.Shapes;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Language;

/// <summary>A recurrent language model: token, one-hot or embedded, through a stack of recurrent layers, to one logit per token type. Knows
/// nothing of corpora, optimisers or epochs. Shapes: T time steps, B sequences, V vocabulary, H hidden, L layers, D directions; time
/// first.</summary>
/// <remarks>Parameters bear PyTorch's names: <c>embedding.weight</c> (V, E), <c>rnn.weight_ih_l0</c> (G*H, E or V), <c>rnn.weight_hh_l0</c>
/// (G*H, H), <c>rnn.bias_ih_l0</c> and <c>rnn.bias_hh_l0</c> (G*H) and so on per layer and direction, <c>decoder.weight</c> (V, D*H),
/// <c>decoder.bias</c> (V); tied there is no <c>decoder.weight</c>, and with layer normalisation there are the gains of
/// <c>StepwiseCore</c>. Not safe for use by several threads at once. With <see cref="LanguageModelOptions.Bidirectional"/> the model sees
/// the future of what it predicts: its losses are then no measure of prediction.</remarks>
public sealed class LanguageModel : TokenModel
{
    private readonly Device device;
    private readonly IStepEngine engine;
    private readonly ThroughState throughState;
    private readonly Lazy<PlainLayers> plain;

    /// <summary>Draws initial parameters as PyTorch's modules do, from libtorch's default generator (seed it first:
    /// <c>torch.manual_seed</c>), in the order embedding N(0, 1), recurrent layers U(-1/sqrt(H), 1/sqrt(H)), decoder U(-1/sqrt(D*H),
    /// 1/sqrt(D*H)); after these what <see cref="ModelExtras"/> asks for. Drawn on the CPU, so equal on every device.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public LanguageModel(LanguageModelOptions options, Device device)
        : this(options, device, forced: null)
    {
    }

    internal LanguageModel(LanguageModelOptions options, Device device, EngineChoice? forced)
        : base(nameof(LanguageModel))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(device);
        options.Validate();
        Libtorch.Load();
        Options = options;
        this.device = device;

        var embedding = options.EmbeddingSize is { } size ? nn.Embedding(options.Vocabulary, size) : null;
        var core = options.MakeCore();
        var tied = options.Extras.Tied ? new TiedDecoder(options) : null;
        var decoder = tied is null ? nn.Linear(options.Directions * options.Hidden, options.Vocabulary) : null;
        InitialValues.Apply(options, embedding, core.Module);
        if (embedding is not null)
            register_module("embedding", embedding);
        register_module("rnn", core.Module);
        register_module("decoder", (nn.Module?)tied ?? decoder!);
        this.to(device);
        if (device.type == DeviceType.CUDA)
            core.Flatten();

        var choice = forced ?? EngineChoice.For(options, device.type == DeviceType.CPU, get_num_threads(), Microkernel.IsSupported);
        Engine = choice.Reason;
        EngineKind = choice.Fused ? "fused" : TorchKind(device);
        var output = tied is null ? new OutputLayer(decoder!.weight!, decoder.bias!) : new OutputLayer(embedding!.weight!, tied.Bias);
        var modules = new TorchEngine(this, options, embedding, options.Bfloat16 ? Halved(core) : core, output, device);
        engine = choice.Fused ? new FusedEngine(this, options, embedding, core.Module, output) : modules;
        if (options.Extras.DropoutRecurrent > 0)
            engine = new WeightDropEngine(engine, this, core.Module, options.Extras.DropoutRecurrent);
        if (options.FlowPenalty > 0)
            engine = new FlowPenaltyEngine(engine, this, options);
        throughState = new ThroughState(modules.Logits);
        plain = new Lazy<PlainLayers>(() => new PlainLayers(this, options, embedding, core, output, device));
    }

    /// <summary>The shape of this model.</summary>
    public LanguageModelOptions Options { get; }

    /// <summary>Which code computes the steps, and why it was chosen; for people to read.</summary>
    public string Engine { get; }

    /// <inheritdoc />
    public override string EngineKind { get; }

    /// <summary>Instruction set of our own code on this processor: <c>avx512</c>, <c>avx2</c> or <c>baseline</c>.</summary>
    public static string InstructionSet => Microkernel.InstructionSet;

    /// <summary>What libtorch's own kernels are called as an engine: they are chosen by the processor.</summary>
    public static string TorchKind(Device device) => device.type == DeviceType.CPU ? $"torch {Microkernel.InstructionSet}" : "torch";

    /// <inheritdoc />
    public override RecurrentState ZeroState(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var states = Options.Cell.States;
        return new RecurrentState(
            states, [.. states.Select(_ => zeros(Options.Layers * Options.Directions, batch, Options.Hidden, device: device))]);
    }

    /// <inheritdoc />
    public override StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state)
    {
        CheckWindow(tokens, targets, state);
        return engine.TrainStep(tokens, targets, state);
    }

    /// <summary>One window of back-propagation over several: takes the gradient of the loss of all later windows with respect to the state
    /// after this one (null = none), adds that of this window, whose mean cross-entropy counts by its share, to the <c>grad</c> of every
    /// parameter (accumulated; <c>zero_grad()</c> before the first), and gives the gradient with respect to the state before it. Always
    /// computed by libtorch's autograd. Tokens and targets: int64, (T, B). The state is neither changed nor disposed.</summary>
    /// <returns>The caller disposes it (it belongs to the caller's dispose scope, if there is one).</returns>
    /// <exception cref="ArgumentException">A shape or type is wrong.</exception>
    public RecurrentState BackThrough(Tensor tokens, Tensor targets, RecurrentState state, RecurrentState? after, double share)
    {
        CheckWindow(tokens, targets, state);
        return throughState.Back(tokens, targets, state, after, share);
    }

    /// <summary>Gradients of the loss of a window's last step, whose targets are (B), summed over the sequences, with respect to the states
    /// that were carried from step to step before it: one of the state's shape for each lag, 1 to T. The state at lag k is the one after
    /// step T-k, for k = T the one before the window. What a layer hands to the layer above within a step is not part of it. Leaves the
    /// <c>grad</c> of every parameter alone. Always computed by libtorch's autograd. The state is neither changed nor disposed.</summary>
    /// <returns>The caller disposes them (they belong to the caller's dispose scope, if there is one).</returns>
    /// <exception cref="ArgumentException">A shape or type is wrong.</exception>
    /// <remarks>Of the weights as they are, in float32: no dropout is active in either mode, and nothing is rounded to bfloat16. Of a model
    /// that reads forward: the backward chains of a bidirectional one would begin anew at each step.</remarks>
    public IReadOnlyList<RecurrentState> StateGradients(Tensor tokens, Tensor targets, RecurrentState state, IReadOnlyList<int> lags)
    {
        CheckTokens(tokens, state);
        ShapeGuard.Require(targets, nameof(targets), ScalarType.Int64, state.Batch);
        ArgumentNullException.ThrowIfNull(lags);
        foreach (var lag in lags)
            InRange.Require(lag >= 1 && lag <= tokens.shape[0], nameof(lags), lag, $"from 1 to {tokens.shape[0]}");
        plain.Value.Fill();
        return new ThroughState(plain.Value.Logits).OfLastStep(tokens, targets, state, lags);
    }

    /// <inheritdoc />
    public override EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state)
    {
        CheckWindow(tokens, targets, state);
        return engine.Evaluate(tokens, targets, state);
    }

    /// <inheritdoc />
    public override NextResult Next(Tensor tokens, RecurrentState state)
    {
        CheckTokens(tokens, state);
        return engine.Next(tokens, state);
    }

    /// <summary>Frees parameters, gradients and work memory.</summary>
    /// <param name="disposing">False when called by the finaliser.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            engine.Dispose();
            if (plain.IsValueCreated)
                plain.Value.Dispose();
        }

        base.Dispose(disposing);
    }

    private HalfCore Halved(IRecurrentCore core) => new(core, CoreCopy.Of(Options, ScalarType.BFloat16, device));

    private void CheckWindow(Tensor tokens, Tensor targets, RecurrentState state)
    {
        CheckTokens(tokens, state);
        ShapeGuard.Require(targets, nameof(targets), ScalarType.Int64, tokens.shape);
    }

    private void CheckTokens(Tensor tokens, RecurrentState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ShapeGuard.Require(tokens, nameof(tokens), ScalarType.Int64, -1, state.Batch);
        if (tokens.shape[0] < 1)
            throw new ArgumentException("tokens must hold at least one time step.", nameof(tokens));
        foreach (var (name, tensor) in state.Named())
            ShapeGuard.Require(
                tensor, $"state {name}", ScalarType.Float32, Options.Layers * Options.Directions, state.Batch, Options.Hidden);
        var expected = Options.Cell.States;
        if (!state.Names.SequenceEqual(expected))
            throw new ArgumentException($"The state {Difference(state.Names, expected)}, but the cell is {Options.Cell}.", nameof(state));
    }

    private static string Difference(IReadOnlyList<string> found, IReadOnlyList<string> expected)
    {
        if (expected.Except(found).FirstOrDefault() is { } missing) return $"lacks a cell tensor {missing}";
        return found.Except(expected).FirstOrDefault() is { } surplus
            ? $"has a cell tensor {surplus}"
            : $"has its tensors in the order {string.Join(", ", found)}";
    }
}
