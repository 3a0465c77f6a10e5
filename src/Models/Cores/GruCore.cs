using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Cores;

/// <summary>Gated recurrent unit: r, z = sigmoid(...); n = tanh(W_in x + b_in + r * (W_hn h + b_hn)); h' = (1 - z) * n + z * h.</summary>
internal sealed class GruCore(LanguageModelOptions options) : IRecurrentCore
{
    private readonly GRU rnn = nn.GRU(
        options.InputSize, options.Hidden, options.Layers,
        dropout: options.Layers > 1 ? options.Dropout : 0, bidirectional: options.Bidirectional);

    public nn.Module Module => rnn;

    public void Flatten() => rnn.flatten_parameters();

    public (Tensor Output, RecurrentState State) Forward(Tensor input, RecurrentState state)
    {
        var (output, hidden) = rnn.call(input, state.Hidden);
        return (output, new RecurrentState(hidden));
    }
}
