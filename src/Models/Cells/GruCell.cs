using Sweep.Models.Cores;
using static TorchSharp.torch;

namespace Sweep.Models.Cells;

/// <summary>Gated recurrent unit (Cho et al. 2014) in the form of PyTorch, where the reset gate acts after the product with W_hn: r, z =
/// sigmoid(...); n = tanh(W_in x + b_in + r * (W_hn h + b_hn)); h' = (1 - z) * n + z * h.</summary>
public static class GruCell
{
    /// <summary>What the program knows of it. Gates: reset, update, new.</summary>
    public static CellDescriptor Descriptor { get; } = new()
    {
        Name = "gru",
        Gates = 3,
        Core = Core,
        Stepwise = options => new StepwiseCore(options, Step),
        ForgetGate = 1, // the update gate: h' = ... + z * h
        TorchMemory = 11,
        Kernel = (units, _) => new GruKernel(units),
    };

    private static Tensor[] Step(Tensor[] input, Tensor[] recurrent, Tensor[] state)
    {
        var (reset, update) = (sigmoid(input[0].Plus(recurrent[0])), sigmoid(input[1].Plus(recurrent[1])));
        var fresh = tanh(input[2].Plus(reset * recurrent[2]));
        return [fresh.lerp(state[0], update)];
    }

    private static ModuleCore Core(LanguageModelOptions options)
    {
        var gru = nn.GRU(
            options.InputSize, options.Hidden, options.Layers, dropout: options.DropoutBetweenLayers, bidirectional: options.Bidirectional);
        return new ModuleCore(gru, gru.flatten_parameters, (input, state) =>
        {
            var (output, hidden) = gru.call(input, state.Hidden);
            return (output, state.With(hidden));
        });
    }
}
