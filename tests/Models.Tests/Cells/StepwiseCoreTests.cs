using Sweep.Models.Cells;
using Sweep.Models.Cores;
using Sweep.Models.Tests.Reference;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Cells;

/// <summary>The stepwise core with the equations of libtorch's own cells computes what libtorch's modules compute.</summary>
public sealed class StepwiseCoreTests : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    private static readonly Dictionary<string, CellStep> Steps = new()
    {
        ["rnn"] = (input, recurrent, _) => [tanh(input[0] + recurrent[0])],
        ["gru"] = Gru,
        ["lstm"] = Lstm,
    };

    public static TheoryData<string, int, bool> Shapes { get; } = new(
        from cell in Steps.Keys from layers in new[] { 1, 3 } from both in new[] { false, true } select (cell, layers, both));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Initial_parameters_are_those_of_the_module_to_the_last_bit(string cell, int layers, bool bidirectional)
    {
        var (module, stepwise) = Pair(cell, layers, bidirectional);

        var (expected, actual) = (module.Module.named_parameters().ToList(), stepwise.Module.named_parameters().ToList());

        Assert.Equal(expected.Select(named => named.name), actual.Select(named => named.name));
        Assert.All(expected.Zip(actual), pair => Assert.True(pair.First.parameter.Equals(pair.Second.parameter), pair.First.name));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Outputs_states_and_gradients_are_those_of_the_module(string cell, int layers, bool bidirectional)
    {
        var (module, stepwise) = Pair(cell, layers, bidirectional);
        var (input, state) = (Wave.Of([6, 3, 7], 9), Wave.State(Options(cell, layers, bidirectional), 3));

        var (expected, actual) = (module.Forward(input, state), stepwise.Forward(input, state));
        foreach (var (output, after) in new[] { expected, actual })
            ((output * output).sum() + after.Tensors.Select(tensor => tensor.sum()).Aggregate((a, b) => a + b)).backward();

        Near(expected.Output, actual.Output, "output");
        foreach (var ((name, left), (_, right)) in expected.State.Named().Zip(actual.State.Named()))
            Near(left, right, name);
        foreach (var ((name, left), (_, right)) in module.Module.named_parameters().Zip(stepwise.Module.named_parameters()))
            Near(left.grad!, right.grad!, name);
    }

    public void Dispose() => scope.Dispose();

    private static (IRecurrentCore Module, IRecurrentCore Stepwise) Pair(string cell, int layers, bool bidirectional)
    {
        var options = Options(cell, layers, bidirectional);
        manual_seed(5);
        var module = options.Cell.Core(options);
        manual_seed(5);
        return (module, new StepwiseCore(options, Steps[cell]));
    }

    private static LanguageModelOptions Options(string cell, int layers, bool bidirectional) =>
        new() { Cell = CellCatalog.Default[cell], Vocabulary = 7, Hidden = 4, Layers = layers, Bidirectional = bidirectional };

    private static Tensor[] Gru(Tensor[] input, Tensor[] recurrent, Tensor[] state)
    {
        var (reset, update) = (sigmoid(input[0] + recurrent[0]), sigmoid(input[1] + recurrent[1]));
        var fresh = tanh(input[2] + reset * recurrent[2]);
        return [(1 - update) * fresh + update * state[0]];
    }

    private static Tensor[] Lstm(Tensor[] input, Tensor[] recurrent, Tensor[] state)
    {
        var sums = input.Zip(recurrent, (x, h) => x + h).ToArray();
        var after = sigmoid(sums[1]) * state[1] + sigmoid(sums[0]) * tanh(sums[2]);
        return [sigmoid(sums[3]) * tanh(after), after];
    }

    private static void Near(Tensor expected, Tensor actual, string name) =>
        Assert.True(allclose(expected, actual, 1e-5, 1e-6), $"{name} differs by {(expected - actual).abs().max().item<float>()}");
}
