using Sweep.Models.Cores;
using static TorchSharp.torch;

namespace Sweep.Models.Cells;

/// <summary>Elman's cell: h' = f(W_ih x + b_ih + W_hh h + b_hh), f = tanh or relu.</summary>
public static class RnnCell
{
    /// <summary>What the program knows of it.</summary>
    public static CellDescriptor Descriptor { get; } = new()
    {
        Name = "rnn",
        Gates = 1,
        ReadsNonlinearity = true,
        Core = Core,
        Stepwise = Stepwise,
        TorchMemory = 3,
        Kernel = (units, nonlinearity) => new RnnKernel(units, nonlinearity),
    };

    private static StepwiseCore Stepwise(LanguageModelOptions options) => options.Nonlinearity == Nonlinearity.Relu
        ? new(options, (input, recurrent, _) => [nn.functional.relu(input[0].Plus(recurrent[0]))])
        : new(options, (input, recurrent, _) => [tanh(input[0].Plus(recurrent[0]))]);

    private static ModuleCore Core(LanguageModelOptions options)
    {
        var function = options.Nonlinearity == Nonlinearity.Relu ? nn.NonLinearities.ReLU : nn.NonLinearities.Tanh;
        var rnn = nn.RNN(
            options.InputSize, options.Hidden, options.Layers, function, dropout: options.DropoutBetweenLayers,
            bidirectional: options.Bidirectional);
        return new ModuleCore(rnn, rnn.flatten_parameters, (input, state) =>
        {
            var (output, hidden) = rnn.call(input, state.Hidden);
            return (output, state.With(hidden));
        });
    }
}
