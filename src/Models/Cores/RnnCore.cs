using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Cores;

/// <summary>Elman's cell: h' = f(W_ih x + b_ih + W_hh h + b_hh).</summary>
internal sealed class RnnCore(LanguageModelOptions options) : IRecurrentCore
{
    private readonly RNN rnn = nn.RNN(
        options.InputSize, options.Hidden, options.Layers,
        options.Nonlinearity == Nonlinearity.Relu ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh,
        dropout: options.Layers > 1 ? options.Dropout : 0, bidirectional: options.Bidirectional);

    public nn.Module Module => rnn;

    public void Flatten() => rnn.flatten_parameters();

    public (Tensor Output, RecurrentState State) Forward(Tensor input, RecurrentState state)
    {
        var (output, hidden) = rnn.call(input, state.Hidden);
        return (output, new RecurrentState(hidden));
    }
}
