using Sweep.Models.Cells;
using Sweep.Models.Language;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Reference;

/// <summary>The information-flow regulariser against tests/Reference/make_flow_fixtures.py: its formula and difference quotients.</summary>
public sealed class FlowPenaltyTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_penalty_changes_the_gradient_of_the_recurrent_weights_alone_by_that_of_its_formula(int number)
    {
        const double Weight = 0.5;
        var expected = ReferenceCase.Read<FlowCase>("flow-penalty.json")[number];
        var (plain, _) = Step(expected, 0);

        var (found, _) = Step(expected, Weight);

        foreach (var (name, gradient) in found)
        {
            var added = gradient.sub(plain[name]).div(Weight).reshape(-1);
            var wanted = name.StartsWith("rnn.weight_hh_l", StringComparison.Ordinal)
                ? tensor(expected.Gradients[name[^1] - '0'])
                : zeros_like(added);
            Assert.True(added.allclose(wanted, 1e-3, 2e-5), $"{name} is {added.sub(wanted).abs().max().item<float>()} away");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Loss_and_state_are_those_without_it(int number)
    {
        var expected = ReferenceCase.Read<FlowCase>("flow-penalty.json")[number];

        var (_, plain) = Step(expected, 0);
        var (_, found) = Step(expected, 0.5);

        Assert.Equal(plain.MeanNats.item<float>(), found.MeanNats.item<float>(), 1e-6);
        Assert.True(found.State.Hidden.allclose(plain.State.Hidden, 1e-5, 1e-6));
    }

    [Fact]
    public void A_learned_input_goes_the_same_way()
    {
        var expected = ReferenceCase.Read<FlowCase>("flow-penalty.json")[2];
        var (plain, _) = Step(expected, 0, embedding: 5);

        // So small a weight that the gradients are those of the loss.
        var (found, _) = Step(expected, 1e-9, embedding: 5);

        Assert.All(found, one => Assert.True(one.Value.allclose(plain[one.Key], 1e-4, 1e-6), one.Key));
    }

    [Fact]
    public void Another_cell_is_refused()
    {
        var options = new LanguageModelOptions { Cell = GruCell.Descriptor, Vocabulary = 5, FlowPenalty = 1 };

        var error = Assert.Throws<ArgumentOutOfRangeException>(options.Validate);

        Assert.Contains("FlowPenalty must be 0 unless the cell is rnn", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => scope.Dispose();

    private static (Dictionary<string, Tensor> Gradients, StepResult Result) Step(FlowCase of, double weight, int? embedding = null)
    {
        var model = new LanguageModel(
            new LanguageModelOptions
            {
                Cell = RnnCell.Descriptor,
                Nonlinearity = of.Relu ? Nonlinearity.Relu : Nonlinearity.Tanh,
                Vocabulary = ReferenceCase.V,
                Hidden = ReferenceCase.H,
                Layers = of.Layers,
                EmbeddingSize = embedding,
                FlowPenalty = weight,
            },
            CPU);
        Wave.Fill(model);
        var result = model.TrainStep(Tokens(0), Tokens(2), Wave.State(model.Options, ReferenceCase.B));
        return (model.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!.clone()), result);
    }

    private static Tensor Tokens(int shift) => Wave.Tokens(shift, ReferenceCase.T, ReferenceCase.B, ReferenceCase.V);

    private sealed record FlowCase(int Layers, bool Relu, float[][] Gradients);
}
