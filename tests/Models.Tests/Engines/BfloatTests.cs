using Sweep.Models.Cells;
using Sweep.Models.Engines;
using Sweep.Models.Language;
using Sweep.Models.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Engines;

/// <summary>In bfloat16 a step is that of float32 but for the rounding to 8 bits of a number, and parameters and gradients stay
/// float32.</summary>
public sealed class BfloatTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public static TheoryData<string, bool> Cases { get; } = new(
        from cell in CellCatalog.Default.All from stepwise in new[] { false, true } select (cell.Name, stepwise));

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_step_is_that_of_float32_but_for_rounding(string cell, bool stepwise)
    {
        var options = new LanguageModelOptions
        {
            Cell = CellCatalog.Default[cell],
            Vocabulary = 7,
            Hidden = 12,
            Layers = 2,
            Extras = new() { LayerNorm = stepwise, DropoutRecurrent = 0.2 },
        };
        var (half, whole) = (Create(options with { Bfloat16 = true }), Create(options));
        var (window, targets) = (Wave.Tokens(0, 6, 3, 7), Wave.Tokens(2, 6, 3, 7));
        manual_seed(4);
        var actual = half.TrainStep(window, targets, half.ZeroState(3));
        manual_seed(4);
        var expected = whole.TrainStep(window, targets, whole.ZeroState(3));

        Assert.Equal(1, actual.MeanNats.item<float>() / expected.MeanNats.item<float>(), 0.01f);
        Assert.NotEqual(expected.MeanNats.item<float>(), actual.MeanNats.item<float>());
        foreach (var ((name, left), (_, right)) in whole.named_parameters().Zip(half.named_parameters()))
        {
            Assert.Equal(ScalarType.Float32, right.dtype);
            Assert.Equal(ScalarType.Float32, right.grad!.dtype);
            var difference = ((left.grad! - right.grad!).norm() / left.grad!.norm()).item<float>();
            Assert.True(difference < 0.1, $"{name} differs by a share of {difference}");
        }
        Assert.All(actual.State.Tensors, tensor => Assert.Equal(ScalarType.Float32, tensor.dtype));
        Assert.Equal("torch: bfloat16", EngineChoice.For(half.Options, true, 1, true).Reason);
    }

    public void Dispose() => scope.Dispose();

    private static LanguageModel Create(LanguageModelOptions options)
    {
        manual_seed(3);
        return new LanguageModel(options, CPU, new EngineChoice(false, "test"));
    }
}
