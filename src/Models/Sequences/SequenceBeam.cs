using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Sequences;

/// <summary>Beginnings of targets of one source, for <see cref="BeamSearch"/>. Owns its tensors.</summary>
public sealed class SequenceBeam : IBeamModel, IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly SequenceModel model;
    private readonly Device device;
    private readonly EncodedSource source;
    private RecurrentState state;

    /// <summary>Reads the source, at least one token, with a model in evaluation mode.</summary>
    public SequenceBeam(SequenceModel model, IReadOnlyList<int> tokens, Device device)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokens);
        (this.model, this.device) = (model, device);
        using var none = no_grad();
        source = model.Encode(tensor([.. tokens.Select(token => (long)token)], device: device).view(-1, 1), [tokens.Count]);
        state = source.State;
    }

    /// <inheritdoc />
    public IReadOnlyList<float[]> Next(IReadOnlyList<int> parents, IReadOnlyList<int> tokens)
    {
        ArgumentNullException.ThrowIfNull(parents);
        ArgumentNullException.ThrowIfNull(tokens);
        using var none = no_grad();
        using var step = NewDisposeScope();
        var rows = tensor([.. parents.Select(row => (long)row)], device: device);
        var before = state.With([.. state.Tensors.Select(t => t.index_select(1, rows))]);
        var read = tensor([.. tokens.Select(token => (long)token)], device: device).view(1, -1);
        var memory = source.Memory.expand(parents.Count, -1, -1).contiguous();
        var (logits, after) = model.Decode(read, before, source with { Memory = memory });      // (1, K, V)
        state.Dispose();
        state = after.MoveToOuterDisposeScope();
        var scores = logits.view(parents.Count, -1).log_softmax(-1).cpu().data<float>().ToArray();
        return [.. scores.Chunk((int)logits.shape[2])];
    }

    /// <inheritdoc />
    public void Dispose() => scope.Dispose();
}
