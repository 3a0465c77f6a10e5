using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Cores;

/// <summary>Long short-term memory: i, f, o = sigmoid(...); g = tanh(...); c' = f * c + i * g; h' = o * tanh(c').</summary>
internal sealed class LstmCore(LanguageModelOptions options) : IRecurrentCore
{
    private readonly LSTM rnn = nn.LSTM(
        options.InputSize, options.Hidden, options.Layers,
        dropout: options.Layers > 1 ? options.Dropout : 0, bidirectional: options.Bidirectional);

    public nn.Module Module => rnn;

    public void Flatten() => rnn.flatten_parameters();

    public (Tensor Output, RecurrentState State) Forward(Tensor input, RecurrentState state)
    {
        // On some CPUs libtorch 2.10's inference kernel for LSTMs gives wrong numbers at small sizes; its training kernel does not. So there the
        // training kernel runs without gradient too, and what it recorded is dropped.
        var wanted = is_grad_enabled();
        using var training = enable_grad(wanted || input.device_type == DeviceType.CPU);
        var (output, hidden, cell) = rnn.call(input, (state.Hidden, state.Cell!));
        return wanted ? (output, new RecurrentState(hidden, cell)) : (output.detach(), new RecurrentState(hidden.detach(), cell.detach()));
    }
}
