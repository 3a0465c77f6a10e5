using Sweep.Models.Language;
using Sweep.Models.Tests.Reference;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Cells;

/// <summary>
/// A cell that was added as docs/add-a-cell.md says. What holds for every cell (carried state, layers, dropout, both directions, learning)
/// is in <c>LanguageModelTests</c>, which runs with it too.
/// </summary>
public sealed class AddedCellTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Gradient_is_the_numerical_one(int layers, bool bidirectional)
    {
        var options = Options(layers, bidirectional);
        var core = options.Cell.Core(options);
        core.Module.to(ScalarType.Float64);
        var input = Wave.Of([5, 2, 7], 9).to(ScalarType.Float64);
        var state = Wave.State(options, 2).Tensors.Select(tensor => tensor.to(ScalarType.Float64)).ToArray();
        Tensor Loss()
        {
            var (output, after) = core.Forward(input, new RecurrentState(options.Cell.States, state));
            return (output * output).sum() + after.Hidden.sum();
        }

        Loss().backward();

        foreach (var (name, parameter) in core.Module.named_parameters())
        {
            for (var at = 0L; at < parameter.numel(); at++)
                Assert.Equal(Slope(Loss, parameter, at), parameter.grad!.reshape(-1)[at].item<double>(), 1e-7);
            Assert.True(parameter.grad!.abs().sum().item<double>() > 0, name);
        }
    }

    [Fact]
    public void The_torch_engine_runs_it_and_says_why()
    {
        var model = Model(seed: 1);

        Assert.Equal("torch: no fused kernel for the cell mgu", model.Engine);
        Assert.False(model.Options.FitsFusedEngine);
        Assert.Null(model.Options.Cell.FusedMemory);
    }

    [Fact]
    public void Parameters_and_state_go_through_a_file_and_training_goes_on_with_the_same_bits()
    {
        var model = Model(seed: 1);
        var state = Train(model, model.ZeroState(3), from: 0, steps: 3);
        var bytes = Tensors(model, state).ToDictionary(named => named.Name, named => named.Tensor.bytes.ToArray());

        var other = Model(seed: 2);
        var restored = other.ZeroState(3);
        foreach (var (name, tensor) in Tensors(other, restored))
            bytes[name].CopyTo(tensor.bytes);

        Assert.Equal(["state.h"], bytes.Keys.Where(name => name.StartsWith("state", StringComparison.Ordinal)));
        var (expected, actual) = (Tensors(model, Train(model, state, 3, 3)), Tensors(other, Train(other, restored, 3, 3)));
        Assert.All(expected.Zip(actual), pair =>
            Assert.True(pair.First.Tensor.bytes.SequenceEqual(pair.Second.Tensor.bytes), pair.First.Name));
    }

    public void Dispose() => scope.Dispose();

    private static LanguageModelOptions Options(int layers, bool bidirectional = false) =>
        new() { Cell = MinimalGatedCell.Descriptor, Vocabulary = 7, Hidden = 3, Layers = layers, Bidirectional = bidirectional };

    private static LanguageModel Model(long seed)
    {
        manual_seed(seed);
        return new LanguageModel(Options(layers: 2), CPU);
    }

    private static double Slope(Func<Tensor> loss, Parameter parameter, long at)
    {
        const double Step = 1e-5;
        using var none = no_grad();
        var place = parameter.view(-1)[at];
        place.add_(Step);
        var above = loss().item<double>();
        place.sub_(2 * Step);
        var below = loss().item<double>();
        place.add_(Step);
        return (above - below) / (2 * Step);
    }

    private static RecurrentState Train(LanguageModel model, RecurrentState state, int from, int steps)
    {
        for (var i = from; i < from + steps; i++)
        {
            (_, state) = model.TrainStep(Wave.Tokens(i, 6, 3, 7), Wave.Tokens(i + 1, 6, 3, 7), state);
            using var none = no_grad();
            foreach (var parameter in model.parameters())
                parameter.sub_(parameter.grad! * 0.5);
        }

        return state;
    }

    private static List<(string Name, Tensor Tensor)> Tensors(LanguageModel model, RecurrentState state) =>
    [
        .. model.named_parameters().Select(named => (named.name, (Tensor)named.parameter)),
        .. state.Named().Select(named => ($"state.{named.Name}", named.Tensor)),
    ];
}
