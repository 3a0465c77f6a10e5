using Sweep.Models.Language;
using Sweep.Models.Native;
using Sweep.Models.Shapes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Autoregressive;

/// <summary>An autoregressive model of order n: a multilayer perceptron over the last n tokens (Bengio et al. 2003, "A Neural Probabilistic
/// Language Model", without its direct connections). Shapes: T time steps, B sequences, V vocabulary, H hidden; time first.</summary>
/// <remarks>
/// <code>
/// h_1 = f(b_1 + sum over j = 1..n of W_j x_(t-n+j))       x one-hot, or the token's vector
/// h_l = f(b_l + W_l h_(l-1)),   logits = b + W h_L
/// </code>
/// What lies before the first token of a sequence is a token type of its own, so there are V + 1. The state is the last n tokens, each plus
/// 1, so that zeros stand for nothing. Parameters: <c>embedding.weight</c> (V+1, E) and <c>hidden0.weight</c> (H, n*E), or with one-hot
/// input <c>hidden0.weight</c> (n*(V+1)+1, H), a row per place and type, and the bias as the last one; <c>hidden1.weight</c> (H, H) and so
/// on; <c>decoder.weight</c> (V, H). Each but these rows has a <c>bias</c>.
/// </remarks>
public sealed class WindowModel : TokenModel
{
    private static readonly string[] States = ["tokens"];

    private readonly WindowModelOptions options;
    private readonly Device device;
    private readonly Embedding? embedding;
    private readonly Embedding? places;
    private readonly Linear? first;
    private readonly List<Linear> further = [];
    private readonly Linear decoder;
    private readonly Tensor offsets;
    private readonly Tensor bias;

    /// <summary>Draws initial parameters from libtorch's default generator (seed it first: <c>torch.manual_seed</c>): embedding N(0, 1),
    /// layers as PyTorch's, U(-1/sqrt(inputs), 1/sqrt(inputs)); with one-hot input the first layer has n inputs that are not zero, so
    /// U(-1/sqrt(n), 1/sqrt(n)). Drawn on the CPU, so equal on every device.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public WindowModel(WindowModelOptions options, Device device)
        : base(nameof(WindowModel))
    {
        options.Validate();
        Libtorch.Load();
        (this.options, this.device) = (options, device);
        var types = options.Vocabulary + 1;
        if (options.EmbeddingSize is { } size)
        {
            register_module("embedding", embedding = nn.Embedding(types, size));
            register_module("hidden0", first = nn.Linear(options.Window * size, options.Hidden));
        }
        else
        {
            register_module("hidden0", places = nn.Embedding((options.Window * types) + 1, options.Hidden));
            using var none = no_grad();
            places.weight!.uniform_(-1 / Math.Sqrt(options.Window), 1 / Math.Sqrt(options.Window));
        }

        for (var layer = 1; layer < options.Layers; layer++)
        {
            further.Add(nn.Linear(options.Hidden, options.Hidden));
            register_module($"hidden{layer}", further[^1]);
        }

        register_module("decoder", decoder = nn.Linear(options.Hidden, options.Vocabulary));
        this.to(device);
        offsets = tensor([.. Enumerable.Range(0, options.Window).Select(place => (long)place * types)], device: device)
            .DetachFromDisposeScope();
        bias = tensor([(long)options.Window * types], device: device).view(1, 1).DetachFromDisposeScope();
    }

    /// <inheritdoc />
    public override string EngineKind => LanguageModel.TorchKind(device);

    /// <inheritdoc />
    public override RecurrentState ZeroState(int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return new RecurrentState(States, [zeros(options.Window, batch, int64, device)]);
    }

    /// <inheritdoc />
    public override StepResult TrainStep(Tensor tokens, Tensor targets, RecurrentState state)
    {
        Check(tokens, state);
        ShapeGuard.Require(targets, nameof(targets), ScalarType.Int64, tokens.shape);
        using var scope = NewDisposeScope();
        this.zero_grad();

        var (logits, after) = Logits(tokens, state);                                            // (T*B, V)
        var loss = nn.functional.cross_entropy(logits, targets.reshape(-1));                    // ()
        loss.backward();

        return new StepResult(loss.detach().MoveToOuterDisposeScope(), after.MoveToOuterDisposeScope());
    }

    /// <inheritdoc />
    public override EvaluationResult Evaluate(Tensor tokens, Tensor targets, RecurrentState state)
    {
        Check(tokens, state);
        ShapeGuard.Require(targets, nameof(targets), ScalarType.Int64, tokens.shape);
        using var none = no_grad();
        using var scope = NewDisposeScope();

        var (logits, after) = Logits(tokens, state);                                            // (T*B, V)
        var each = nn.functional.cross_entropy(logits, targets.reshape(-1), reduction: nn.Reduction.None); // (T*B)

        return new EvaluationResult(each.sum(ScalarType.Float64).MoveToOuterDisposeScope(), after.MoveToOuterDisposeScope());
    }

    /// <inheritdoc />
    public override NextResult Next(Tensor tokens, RecurrentState state)
    {
        Check(tokens, state);
        using var none = no_grad();
        using var scope = NewDisposeScope();

        var (logits, after) = Logits(tokens, state);                                            // (T*B, V)
        var last = logits.narrow(0, logits.shape[0] - tokens.shape[1], tokens.shape[1]).clone(); // (B, V)

        return new NextResult(last.MoveToOuterDisposeScope(), after.MoveToOuterDisposeScope());
    }

    /// <summary>Frees parameters and gradients.</summary>
    /// <param name="disposing">False when called by the finaliser.</param>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            offsets.Dispose();
            bias.Dispose();
        }

        base.Dispose(disposing);
    }

    private (Tensor Logits, RecurrentState State) Logits(Tensor tokens, RecurrentState state)
    {
        var (steps, batch, window) = (tokens.shape[0], tokens.shape[1], options.Window);
        var codes = cat([state.Hidden, tokens.add(Constants.One, Constants.One)]);              // (n+T, B), 0 = nothing
        var windows = codes.narrow(0, 1, window + steps - 1).unfold(0, window, 1).reshape(-1, window); // (T*B, n), the last token last
        var input = embedding is not null
            ? first!.call(embedding.call(windows).view(steps * batch, -1))                       // (T*B, H)
            : places!.call(Rows(windows)).sum(1);                                               // (T*B, H)
        var hidden = Activate(input);
        foreach (var layer in further)
        {
            var kept = options.Dropout > 0 ? nn.functional.dropout(hidden, options.Dropout, training) : hidden;
            hidden = Activate(layer.call(kept));
        }

        var after = codes.narrow(0, steps, window).clone();                                     // (n, B)
        return (decoder.call(hidden), new RecurrentState(States, [after]));
    }

    private Tensor Activate(Tensor input) => options.Nonlinearity == Nonlinearity.Relu ? input.relu() : input.tanh();

    /// <summary>Rows of the first layer that a place reads: one per token, and the bias.</summary>
    private Tensor Rows(Tensor windows) =>
        cat([windows.add(offsets, Constants.One), bias.expand(windows.shape[0], 1)], 1);        // (T*B, n+1)

    private void Check(Tensor tokens, RecurrentState state)
    {
        ShapeGuard.Require(tokens, nameof(tokens), ScalarType.Int64, -1, state.Batch);
        if (tokens.shape[0] < 1)
            throw new ArgumentException("tokens must hold at least one time step.", nameof(tokens));
        ShapeGuard.Require(state.Hidden, "state tokens", ScalarType.Int64, options.Window, state.Batch);
    }
}
