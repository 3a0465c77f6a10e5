using Sweep.Models.Cores;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Cells;

/// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gate, without peepholes: i, f, o = sigmoid(...); g =
/// tanh(...); c' = f * c + i * g; h' = o * tanh(c').</summary>
public static class LstmCell
{
    /// <summary>What the program knows of it. Gates: input, forget, cell, output.</summary>
    public static CellDescriptor Descriptor { get; } = new()
    {
        Name = "lstm",
        Gates = 4,
        States = ["h", "c"],
        Core = Core,
        Stepwise = options => new StepwiseCore(options, Step),
        ForgetGate = 1,
        NormalisesState = true,
        TorchMemory = 11,
        Kernel = (units, _) => new LstmKernel(units),
    };

    private static Tensor[] Step(Tensor[] input, Tensor[] recurrent, Tensor[] state, Func<Tensor, Tensor> normalise)
    {
        var sums = input.Zip(recurrent, (x, h) => x.Plus(h)).ToArray();
        var cell = (sigmoid(sums[1]) * state[1]).Plus(sigmoid(sums[0]) * tanh(sums[2]));
        return [sigmoid(sums[3]) * tanh(normalise(cell)), cell];
    }

    private static ModuleCore Core(LanguageModelOptions options)
    {
        var lstm = nn.LSTM(
            options.InputSize, options.Hidden, options.Layers, dropout: options.DropoutBetweenLayers, bidirectional: options.Bidirectional);
        return new ModuleCore(lstm, lstm.flatten_parameters, (input, state) =>
        {
            // On some CPUs libtorch 2.10's inference kernel for LSTMs gives wrong numbers at small sizes; its training kernel does not. So
            // there the training kernel runs without gradient too, and what it recorded is dropped.
            var wanted = is_grad_enabled();
            using var training = enable_grad(wanted || input.device_type == DeviceType.CPU);
            var (output, hidden, cell) = lstm.call(input, (state.Tensors[0], state.Tensors[1]));
            return wanted ? (output, state.With(hidden, cell)) : (output.detach(), state.With(hidden.detach(), cell.detach()));
        });
    }
}
