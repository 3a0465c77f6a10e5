using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Sequences;

/// <summary>Reads sources of unequal length: those of one length together, so that every cell reads each source to its end and no
/// further, from both ends where it does.</summary>
internal sealed class SequenceEncoder(SequenceModelOptions options, Embedding embedding, IRecurrentCore core, Device device)
{
    /// <summary>Reads sources, int64, (S, B), padded at the ends, of these lengths.</summary>
    public EncodedSource Read(Tensor source, IReadOnlyList<int> lengths)
    {
        var embedded = embedding.call(source);                                                  // (S, B, E)
        var longest = (int)source.shape[0];
        var groups = lengths.Index().GroupBy(place => place.Item, place => (long)place.Index).OrderBy(group => group.Key).ToList();
        if (groups is [{ Key: var all }] && all == longest) return Join(core.Forward(embedded, Zero(lengths.Count)), padding: null);

        var parts = groups.Select(group => Part(embedded, [.. group], group.Key, longest)).ToList();
        var order = groups.SelectMany(group => group).ToArray();
        var back = new long[order.Length];
        foreach (var (place, column) in order.Index()) back[column] = place;
        var columns = tensor(back, device: device);
        var output = cat([.. parts.Select(part => part.Output)], 1).index_select(1, columns);   // (S, B, D*H)
        var state = parts[0].State.With([.. parts[0].State.Tensors.Select((_, which) =>
            cat([.. parts.Select(part => part.State.Tensors[which])], 1).index_select(1, columns))]);
        return Join((output, state), Padding(lengths, longest));
    }

    private (Tensor Output, RecurrentState State) Part(Tensor embedded, long[] columns, int length, int longest)
    {
        var input = embedded.narrow(0, 0, length).index_select(1, tensor(columns, device: device));
        var (output, state) = core.Forward(input, Zero(columns.Length));                        // (length, n, D*H)
        if (length == longest) return (output, state);
        var rest = zeros(longest - length, columns.Length, output.shape[2], device: device);
        return (cat([output, rest], 0), state);
    }

    private EncodedSource Join((Tensor Output, RecurrentState State) read, Tensor? padding)
    {
        var (output, state) = read;
        if (options.Bidirectional)
        {
            output = output.view(output.shape[0], output.shape[1], 2, options.Hidden).sum(2L);  // (S, B, H)
            state = state.With([.. state.Tensors.Select(t => t.view(options.Layers, 2, -1, options.Hidden).sum(1L))]);
        }

        return new EncodedSource(output.transpose(0, 1).contiguous(), padding, state);
    }

    private Tensor Padding(IReadOnlyList<int> lengths, int longest)
    {
        var ends = tensor([.. lengths.Select(length => (long)length)], device: device).unsqueeze(1);        // (B, 1)
        return arange(longest, ScalarType.Int64, device).unsqueeze(0).ge(ends);                 // (B, S)
    }

    private RecurrentState Zero(int batch)
    {
        var names = options.Cell.States;
        var layers = options.Layers * options.Encoder.Directions;
        return new RecurrentState(names, [.. names.Select(_ => zeros(layers, batch, options.Hidden, device: device))]);
    }
}
