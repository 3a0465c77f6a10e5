using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.Optimizers;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models.Cells;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training.Reference;

/// <summary>The whole loop (batches, carried state, clipping, update rule,
/// perplexity) against the course's train_epoch_ch8 in PyTorch.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class TrainingLoopReferenceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Perplexity_of_each_epoch_is_that_of_the_course(int index)
    {
        var reference = ReferenceFile.Read<Case>("loops.json")[index];
        using var scope = NewDisposeScope();
        using var state = new TrainingState(reference.Options, ReferenceFile.V, new TrialSeeds(1), CPU);
        var named = state.Model.named_parameters().ToList();
        for (var i = 0; i < named.Count; i++)
            TensorBytes.Write(TensorBytes.Read(ReferenceFile.Wave(named[i].parameter.shape, i)), named[i].parameter);

        var found = new List<double>();
        foreach (var (epoch, starts) in reference.Starts.Index())
        {
            using var batches = Batches(starts);
            for (var step = 0; step < batches.Count; step++) state.Step(batches, epoch + 1, step);
            found.Add(Math.Exp(state.SumOfBatchNats() / batches.Count));
            state.EndEpoch();
        }

        Assert.All(reference.Perplexities.Zip(found), pair => Assert.Equal(1, pair.Second / pair.First, 1e-4));
    }

    private static EpochBatches Batches(List<long[]> starts)
    {
        Tensor Windows(int shift) => stack(starts.Select(rows => tensor(
            Enumerable.Range(0, ReferenceFile.T).SelectMany(t => rows.Select(start => ReferenceFile.Token(start + t + shift))).ToArray())
            .view(ReferenceFile.T, ReferenceFile.B)));
        return new EpochBatches(Windows(0), Windows(1));
    }

    internal sealed record Case(
        string Cell, int Layers, int Embedding, string Sampling, string Optimizer, double Lr, double Momentum, double WeightDecay,
        double Clip,
        List<List<long[]>> Starts, List<double> Perplexities)
    {
        public LanguageModelTrialOptions Options => new()
        {
            Cell = CellCatalog.Default[Cell],
            Layers = Layers,
            Hidden = ReferenceFile.H,
            EmbeddingSize = Embedding == 0 ? null : Embedding,
            Sampling = Enum.Parse<Sampling>(Sampling, ignoreCase: true),
            BatchSize = ReferenceFile.B,
            NumSteps = ReferenceFile.T,
            Rule = new()
            {
                Optimizer = Enum.Parse<OptimizerKind>(Optimizer, ignoreCase: true),
                Lr = Lr,
                Momentum = Momentum,
                WeightDecay = WeightDecay,
                Clip = Clip,
            },
        };
    }
}
