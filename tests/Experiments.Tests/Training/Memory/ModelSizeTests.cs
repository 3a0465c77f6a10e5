using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Models;
using Sweep.Models.Cells;
using Sweep.Models.Language;
using TorchSharp;

namespace Sweep.Experiments.Tests.Training.Memory;

[Collection(LibtorchCollection.Name)]
public sealed class ModelSizeTests
{
    public static TheoryData<string, int, bool, int?> Shapes
    {
        get
        {
            var shapes = new TheoryData<string, int, bool, int?>();
            foreach (var cell in CellCatalog.Default.All)
            {
                foreach (var layers in (int[])[1, 2, 3])
                {
                    foreach (var both in (bool[])[false, true])
                    {
                        shapes.Add(cell.Name, layers, both, null);
                        shapes.Add(cell.Name, layers, both, 9);
                    }
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void As_many_parameters_are_counted_as_libtorch_makes(string cell, int layers, bool bidirectional, int? embedding)
    {
        var options = new LanguageModelOptions
        {
            Cell = CellCatalog.Default[cell],
            Layers = layers,
            Bidirectional = bidirectional,
            EmbeddingSize = embedding,
            Hidden = 12,
            Vocabulary = 29
        };
        using var model = new LanguageModel(options, torch.CPU);

        Assert.Equal(model.parameters().Sum(p => p.numel()), ModelSize.Parameters(options));
        var extras = options with
        {
            EmbeddingSize = embedding is null ? null : options.Directions * 12,
            Extras = new() { LayerNorm = true, Tied = embedding is not null },
        };
        using var normalised = new LanguageModel(extras, torch.CPU);
        Assert.Equal(normalised.parameters().Sum(p => p.numel()), ModelSize.Parameters(extras));
        Assert.Equal(
            normalised.named_parameters().Where(p => p.name.Contains("weight_hh", StringComparison.Ordinal)).Sum(p => p.parameter.numel()),
            ModelSize.Recurrent(extras));
    }

    [Fact]
    public void The_largest_models_do_not_overflow() =>
        // 4 x 65,536 x (2 x 65,536 + 2) of each layer: PyTorch, torch.nn.LSTM.
        Assert.InRange(ModelSize.Parameters(new() { Cell = LstmCell.Descriptor, Layers = 1024, Hidden = 65_536, Vocabulary = 65_536 }),
            35_000_000_000_000, 36_000_000_000_000);
}
