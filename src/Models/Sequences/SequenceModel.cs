using Sweep.Models.Native;
using Sweep.Models.Shapes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Sequences;

/// <summary>A recurrent encoder-decoder (Sutskever et al. 2014; Cho et al. 2014) with or without attention. The encoder reads the source,
/// the decoder begins with its last state and writes the target token by token. Knows nothing of tasks, optimisers or epochs.</summary>
/// <remarks>Shapes: S places of the source, T of the target, B sequences, V types of the target, E embedding, H hidden, L layers; time
/// first. Parameters: <c>source.weight</c> and <c>target.weight</c> (types, E), <c>encoder.*</c> and <c>decoder.*</c> named as in PyTorch,
/// <c>attention.*</c>, <c>output.weight</c> (V, H), <c>output.bias</c> (V). Not safe for use by several threads at once.</remarks>
public sealed class SequenceModel : nn.Module
{
    /// <summary>Lasting: what is made for a single call may be freed while libtorch reads it.</summary>
    private static readonly Scalar Begin = SpecialTokens.Begin, End = SpecialTokens.End;

    private readonly Device device;
    private readonly Embedding target;
    private readonly IRecurrentCore decoder;
    private readonly Attention? attention;
    private readonly Linear output;
    private readonly SequenceEncoder encoder;

    /// <summary>Draws initial parameters as PyTorch's modules do, from libtorch's default generator (seed it first:
    /// <c>torch.manual_seed</c>), on the CPU, so equal on every device; in the order of the remarks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public SequenceModel(SequenceModelOptions options, Device device)
        : base(nameof(SequenceModel))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(device);
        options.Validate();
        Libtorch.Load();
        (Options, this.device) = (options, device);

        var source = nn.Embedding(options.SourceVocabulary, options.EmbeddingSize);
        target = nn.Embedding(options.TargetVocabulary, options.EmbeddingSize);
        var reader = options.Cell.Core(options.Encoder);
        decoder = options.Cell.Core(options.Decoder);
        attention = options.Attention == AttentionKind.None ? null : new Attention(options.Attention, options.Hidden);
        output = nn.Linear(options.Hidden, options.TargetVocabulary);
        register_module("source", source);
        register_module("target", target);
        register_module("encoder", reader.Module);
        register_module("decoder", decoder.Module);
        if (attention is not null) register_module("attention", attention);
        register_module("output", output);
        this.to(device);
        if (device.type == DeviceType.CUDA)
        {
            reader.Flatten();
            decoder.Flatten();
        }

        encoder = new SequenceEncoder(options, source, reader, device);
    }

    /// <summary>The shape of this model.</summary>
    public SequenceModelOptions Options { get; }

    /// <summary>Forward, mean cross-entropy per scored token, backward. Leaves the gradients of this batch in the
    /// parameters, and of no other.</summary>
    /// <param name="batch">The pairs.</param>
    /// <param name="isTaught">True for a place of the target, from 1, where the decoder reads the right token before it; false where it
    /// reads what itself found most probable there. null = true everywhere (teacher forcing, Williams and Zipser 1989).</param>
    /// <returns>float, (): nats per scored token, without gradient; belongs to the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">A shape or type is wrong.</exception>
    public Tensor TrainStep(SequenceBatch batch, Func<int, bool>? isTaught = null)
    {
        Check(batch);
        using var scope = NewDisposeScope();
        zero_grad();
        var loss = nn.functional.cross_entropy(
            Logits(batch, Encode(batch.Source, batch.Lengths), isTaught), batch.Targets.reshape(-1));
        loss.backward();
        return loss.detach().MoveToOuterDisposeScope();
    }

    /// <summary>Scores a batch and writes to its sources, without gradient. Dropout is active unless the model is in evaluation
    /// mode.</summary>
    /// <param name="batch">The pairs.</param>
    /// <param name="longest">Most tokens to write to a source, <c>&lt;eos&gt;</c> counted, at least 1.</param>
    /// <returns>Nats with the right tokens before every place, summed over the scored tokens; and per source what was written before
    /// <c>&lt;eos&gt;</c>, each token the most probable after those before (the first among equals).</returns>
    /// <exception cref="ArgumentException">A shape or type is wrong.</exception>
    public (double SumNats, IReadOnlyList<int[]> Written) Score(SequenceBatch batch, int longest)
    {
        Check(batch);
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var source = Encode(batch.Source, batch.Lengths);
        return (SumNats(batch, source), Greedy(batch.Lengths.Count, source, longest));
    }

    private double SumNats(SequenceBatch batch, EncodedSource source)
    {
        // The scores of every place are freed before the model writes.
        using var scope = NewDisposeScope();
        var each = nn.functional.cross_entropy(
            Logits(batch, source, isTaught: null), batch.Targets.reshape(-1), reduction: nn.Reduction.None);
        return each.sum(ScalarType.Float64).item<double>();
    }

    private IReadOnlyList<int[]> Greedy(int count, EncodedSource source, int longest)
    {
        var state = source.State;
        var token = full(1, count, Begin, ScalarType.Int64, device);
        var ended = zeros_like(token, ScalarType.Bool);
        var written = new List<Tensor>();
        while (written.Count < longest)
        {
            // What a step took is freed before the next: a score of every place, and with attention the whole source, once more.
            using var step = NewDisposeScope();
            var (before, (logits, after)) = (state, Decode(token, state, source));
            token = logits.argmax(-1).MoveToOuterDisposeScope();                                // (1, B)
            state = after.MoveToOuterDisposeScope();
            if (written.Count > 0) before.Dispose();
            written.Add(token);
            ended = ended.logical_or(token.eq(End)).MoveToOuterDisposeScope();
            if (ended.all().item<bool>()) break;
        }

        var rows = cat(written, 0).transpose(0, 1).contiguous().cpu().data<long>().ToArray();   // (B, steps)
        return [.. rows.Chunk(written.Count)
            .Select(row => row.TakeWhile(one => one != SpecialTokens.End).Select(one => (int)one).ToArray())];
    }

    /// <summary>Reads sources, with gradient unless it is switched off.</summary>
    /// <param name="source">int64, (S, B), padded at the ends.</param>
    /// <param name="lengths">Length of each, 1 to S.</param>
    public EncodedSource Encode(Tensor source, IReadOnlyList<int> lengths) => encoder.Read(source, lengths);

    /// <summary>Reads tokens of the target and scores those that follow each.</summary>
    /// <param name="tokens">int64, (T, B).</param>
    /// <param name="state">The decoder's state before them; not changed, not disposed.</param>
    /// <param name="source">What the encoder read.</param>
    /// <returns>Logits, float, (T, B, V), and the state after; both belong to the caller's dispose scope.</returns>
    public (Tensor Logits, RecurrentState State) Decode(Tensor tokens, RecurrentState state, EncodedSource source)
    {
        var (hidden, after) = decoder.Forward(target.call(tokens), state);                      // (T, B, H)
        if (attention is null) return (output.call(hidden), after);
        var seen = attention.Apply(hidden.transpose(0, 1), source.Memory, source.Padding);      // (B, T, H)
        return (output.call(seen.transpose(0, 1)), after);
    }

    /// <summary>Logits, (T*B, V). The places between two that are not taught are read in one piece.</summary>
    private Tensor Logits(SequenceBatch batch, EncodedSource source, Func<int, bool>? isTaught)
    {
        var (state, places) = (source.State, (int)batch.Inputs.shape[0]);
        var (pieces, from) = (new List<Tensor>(), 0);
        while (from < places)
        {
            var to = from + 1;
            while (to < places && isTaught?.Invoke(to) != false) to++;
            var read = batch.Inputs.narrow(0, from, to - from);
            if (from > 0) read = to - from == 1 ? Own(pieces[^1]) : cat([Own(pieces[^1]), read.narrow(0, 1, to - from - 1)], 0);
            (var logits, state) = Decode(read, state, source);
            pieces.Add(logits);
            from = to;
        }

        var all = pieces.Count == 1 ? pieces[0] : cat(pieces, 0);
        return all.reshape(-1, Options.TargetVocabulary);
    }

    private static Tensor Own(Tensor logits) => logits.narrow(0, logits.shape[0] - 1, 1).detach().argmax(-1);

    private static void Check(SequenceBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var count = batch.Lengths.Count;
        ShapeGuard.Require(batch.Source, nameof(batch.Source), ScalarType.Int64, -1, count);
        ShapeGuard.Require(batch.Inputs, nameof(batch.Inputs), ScalarType.Int64, -1, count);
        ShapeGuard.Require(batch.Targets, nameof(batch.Targets), ScalarType.Int64, batch.Inputs.shape);
        if (count == 0 || batch.Lengths.Any(length => length < 1 || length > batch.Source.shape[0]))
            throw new ArgumentException("every source must have a length from 1 to that of the longest.", nameof(batch));
    }
}
