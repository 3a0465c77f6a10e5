using Sweep.Models.Cells;
using Sweep.Models.Engines;
using Sweep.Models.Fused;
using Sweep.Models.Language;
using Sweep.Models.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Engines;

/// <summary>The fused kernels and libtorch's modules compute the same function, at sizes that fill no vector,
/// tile or panel evenly.</summary>
public sealed class EnginesAgreeTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string, int, int, int, int, int, int> Shapes { get; } = new(
        from cell in CellCatalog.Default.All.Where(cell => cell.HasKernel).Select(cell => cell.Name).Append("rnn-relu")
        from shape in new[] { (45, 33, 1, 0, 5, 7), (28, 32, 3, 0, 8, 3), (300, 70, 2, 19, 1, 40), (2, 1, 2, 0, 1, 1),
            (33, 256, 1, 65, 9, 12) }
        select (cell, shape.Item1, shape.Item2, shape.Item3, shape.Item4, shape.Item5, shape.Item6));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Losses_states_and_gradients_are_equal(
        string cell, int vocabulary, int hidden, int layers, int embedding, int batch, int steps)
    {
        Assert.SkipUnless(Microkernel.IsSupported, "this processor has neither AVX-512 nor AVX2");
        var options = new ReferenceCase(layers, false, false, 0, [], [], []).Options(cell) with
        {
            Vocabulary = vocabulary,
            Hidden = hidden,
            EmbeddingSize = embedding == 0 ? null : embedding,
        };
        var (fused, plain) = (Create(options, fused: true), Create(options, fused: false));
        var (tokens, targets) = (Wave.Tokens(0, steps, batch, vocabulary), Wave.Tokens(2, steps, batch, vocabulary));
        var state = Wave.State(options, batch);

        var (actual, expected) = (fused.TrainStep(tokens, targets, state), plain.TrainStep(tokens, targets, state));
        var (evaluated, evaluatedByTorch) = (fused.Evaluate(tokens, targets, state), plain.Evaluate(tokens, targets, state));
        var (next, nextByTorch) = (fused.Next(tokens, state), plain.Next(tokens, state));

        Near(expected.MeanNats, actual.MeanNats, "loss");
        Near(evaluatedByTorch.SumNats / (steps * batch), evaluated.SumNats / (steps * batch), "evaluated loss");
        Near(nextByTorch.Logits, next.Logits, "logits");
        foreach (var ((name, left), (_, right)) in expected.State.Named().Zip(actual.State.Named()))
            Near(left, right, name);
        foreach (var ((name, left), (_, right)) in plain.named_parameters().Zip(fused.named_parameters()))
            Near(left.grad!, right.grad!, name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Diverged_parameters_show_as_a_loss_that_is_not_a_number(bool fused)
    {
        foreach (var cell in CellCatalog.Default.All)
        {
            var model = Create(
                new LanguageModelOptions { Cell = cell, Vocabulary = 28, Hidden = 8, Nonlinearity = Nonlinearity.Relu }, fused);
            using (no_grad())
                model.named_parameters().First(named => named.name == "rnn.weight_hh_l0").parameter[0, 0] = float.NaN;

            var result = model.TrainStep(Wave.Tokens(0, 4, 3, 28), Wave.Tokens(2, 4, 3, 28), Wave.State(model.Options, 3));

            Assert.True(float.IsNaN(result.MeanNats.item<float>()), $"{cell}");
        }
    }

    [Fact]
    public void Token_and_target_beyond_the_vocabulary_are_named()
    {
        var model = Create(new LanguageModelOptions { Cell = RnnCell.Descriptor, Vocabulary = 5, Hidden = 8 }, fused: true);
        var (good, bad) = (Wave.Tokens(0, 4, 3, 5), full(4, 3, 5, ScalarType.Int64));

        var token = Assert.Throws<ArgumentException>(() => model.TrainStep(bad, good, model.ZeroState(3)));
        var target = Assert.Throws<ArgumentException>(() => model.TrainStep(good, bad, model.ZeroState(3)));

        Assert.StartsWith("The window holds the token 5, but the vocabulary has only 0 to 4.", token.Message, StringComparison.Ordinal);
        Assert.StartsWith("The window holds the target 5, but the vocabulary has only 0 to 4.", target.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradient_dropped_by_an_optimiser_comes_back_with_the_next_step()
    {
        var model = Create(new LanguageModelOptions { Cell = RnnCell.Descriptor, Vocabulary = 5, Hidden = 8 }, fused: true);
        var window = Wave.Tokens(0, 4, 3, 5);
        using var first = model.TrainStep(window, window, model.ZeroState(3));
        model.zero_grad();

        using var second = model.TrainStep(window, window, model.ZeroState(3));

        Assert.All(model.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    public void Dispose() => scope.Dispose();

    private static LanguageModel Create(LanguageModelOptions options, bool fused)
    {
        manual_seed(3);
        return new LanguageModel(options, CPU, new EngineChoice(fused, "test"));
    }

    private static void Near(Tensor expected, Tensor actual, string name)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual).abs().max().to(ScalarType.Float32).item<float>();
        Assert.True(difference <= 1e-5f, $"{name} differs by {difference}");
    }
}
