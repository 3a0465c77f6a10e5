using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.LanguageModels.Memory;
using Sweep.Experiments.Optimizers;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models.Language;
using Sweep.Models.Tests.Cells;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training;

/// <summary>The cell of docs/add-a-cell.md trains, is measured and goes through a checkpoint without a line of this project
/// for it.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class AddedCellTests
{
    private static readonly LanguageModelTrialOptions Options = new()
    {
        Cell = MinimalGatedCell.Descriptor,
        Hidden = 8,
        Layers = 2,
        BatchSize = 4,
        NumSteps = 10,
        Rule = new() { Optimizer = OptimizerKind.Adam, Lr = 0.01 },
    };

    [Fact]
    public void A_checkpoint_on_disk_goes_on_with_the_same_bits()
    {
        using var harness = new TrainingHarness();
        var corpora = new CorpusCatalog(harness.Folder, new HttpClient());
        var corpus = corpora.Load(Options.Corpus with { GrammarLength = 2000 }, TestContext.Current.CancellationToken);
        using var training = new TrainingBatches(corpus.Train, Options.Shape, CPU);
        using var batches = training.Epoch(1, 1);
        using var whole = New(corpus, seed: 1);
        using var other = New(corpus, seed: 2);

        for (var step = 0; step < 3; step++) whole.Step(batches, 1, step);
        harness.Checkpoints.Prepare();
        harness.Checkpoints.SaveLast(Checkpoint(whole));
        Restore(other, CheckpointFolder.Load(harness.Checkpoints.LastPath));
        whole.Step(batches, 1, 3);
        other.Step(batches, 1, 3);

        Assert.Equal(whole.SumOfBatchNats(), other.SumOfBatchNats());
    }

    [Fact]
    public void Its_parameters_and_its_memory_are_predicted()
    {
        var model = Options.Model(vocabulary: 29);
        using var built = new LanguageModel(model, CPU);

        Assert.Equal(built.parameters().Sum(p => p.numel()), ModelSize.Parameters(model));
        var memory = LanguageModelMemory.Of(Options, 29, new TextSize(1000, 1000), DeviceClass.Cpu);
        Assert.Equal(LanguageModelMemory.CpuBase + LanguageModelMemory.TorchPasses, memory.Base);
        Assert.Equal(4 * Options.NumSteps * Options.BatchSize * ((2 * 8 * model.Cell.TorchMemory) + 29), memory.Activations);
    }

    private static TrainingState New(Corpus corpus, long seed) => new(Options, corpus.Vocabulary.Count, new TrialSeeds(seed), CPU);

    private static TrialCheckpoint Checkpoint(TrainingState state) => new TrialCheckpoint
    {
        Experiment = "language-model",
        Config = [],
        Seed = 1,
        Device = "cpu",
        Threads = 1,
        Epoch = 1,
        Batch = 3,
        Tensors = new TensorCopies().Take(state.Tensors.Select(one => new SavedTensor(one.Name, one.Tensor))),
    }.With("optimizer_steps", state.Counters["optimizer_steps"]);

    private static void Restore(TrainingState state, TrialCheckpoint checkpoint)
    {
        foreach (var (name, tensor) in state.Tensors) TensorBytes.Write(TensorBytes.Find(checkpoint.Tensors, name, tensor), tensor);
        state.Counters = new Dictionary<string, long> { ["optimizer_steps"] = checkpoint.Entry<long>("optimizer_steps") };
    }
}
