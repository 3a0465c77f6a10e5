using Sweep.Experiments.Data;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.LanguageModels.Schedules;
using Sweep.Experiments.Optimizers;
using Sweep.Models.Cells;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training;

/// <summary>Memory of a training step, and evaluation.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class TrainingStateTests
{
    private static readonly LanguageModelTrialOptions Options =
        new() { Hidden = 8, Layers = 2, BatchSize = 4, NumSteps = 10, Dropout = 0.1, Rule = new() { Lr = 0.01 } };

    [Theory]
    [InlineData("rnn", Sampling.Sequential, OptimizerKind.Sgd)]
    [InlineData("gru", Sampling.Random, OptimizerKind.Adam)]
    [InlineData("lstm", Sampling.Sequential, OptimizerKind.Adamw)]
    public void Live_tensors_stay_constant_over_steps(string cell, Sampling sampling, OptimizerKind optimizer)
    {
        var options = Options with
        {
            Cell = CellCatalog.Default[cell],
            Sampling = sampling,
            Rule = Options.Rule with { Optimizer = optimizer },
        };
        var corpus = Corpus(options);
        using var training = new TrainingBatches(corpus.Train, options.Shape, CPU);
        using var state = new TrainingState(options, corpus.Vocabulary.Count, new TrialSeeds(1), CPU);
        using var batches = training.Epoch(1, 1);
        for (var step = 0; step < 3; step++) state.Step(batches, 1, step);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var step = 3; step < 13; step++) state.Step(batches, 1, step);

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Live_tensors_stay_constant_with_masks_schedules_and_averages()
    {
        var options = Options with
        {
            EmbeddingSize = 8,
            ClipValue = 0.1,
            Schedule = new() { Kind = ScheduleKind.Cosine, Warmup = 1 },
            Averaging = new() { Kind = AveragingKind.Asgd, From = 1 },
            Extras = new()
            {
                Tied = true,
                DropoutInput = 0.1,
                DropoutOutput = 0.1,
                DropoutRecurrent = 0.1,
                LayerNorm = true,
                Residual = true,
            },
        };
        var corpus = Corpus(options);
        using var training = new TrainingBatches(corpus.Train, options.Shape, CPU);
        using var state = new TrainingState(options, corpus.Vocabulary.Count, new TrialSeeds(1), CPU);
        using var batches = training.Epoch(1, 1);
        for (var step = 0; step < 3; step++) state.Step(batches, 1, step);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var step = 3; step < 9; step++) state.Step(batches, 1, step);

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Evaluation_batch_by_batch_equals_one_pass_over_the_tail()
    {
        var corpus = Corpus(Options);
        using var scope = NewDisposeScope();
        using var tail = new EvaluationBatches(corpus, CPU);
        using var state = new TrainingState(Options, corpus.Vocabulary.Count, new TrialSeeds(1), CPU);
        var plan = new EvaluationPlan(corpus.Train, corpus.Validation);
        var (inputs, targets) = plan.Read(0, plan.Steps);
        Tensor Whole(long[] numbers) => tensor(numbers).view(plan.Steps, plan.Rows);

        var nats = state.MeanNats(tail, () => true);
        state.Model.eval();
        var once = state.Model.Evaluate(
            Whole(inputs), Whole(targets), state.Model.ZeroState(plan.Rows)).SumNats.item<double>() / corpus.HeldOut;

        Assert.Equal(once, nats!.Value, 1e-5);
    }

    [Fact]
    public void Evaluation_changes_nothing_that_training_goes_on_with()
    {
        var corpus = Corpus(Options);

        Assert.Equal(LossOfTwoSteps(corpus, evaluate: false), LossOfTwoSteps(corpus, evaluate: true));
    }

    [Fact]
    public void Evaluation_ends_without_a_number_when_told() =>
        Assert.Null(MeanNatsUntil(2));

    private static double LossOfTwoSteps(Corpus corpus, bool evaluate)
    {
        using var training = new TrainingBatches(corpus.Train, Options.Shape, CPU);
        using var tail = new EvaluationBatches(corpus, CPU);
        using var state = new TrainingState(Options, corpus.Vocabulary.Count, new TrialSeeds(1), CPU);
        using var batches = training.Epoch(1, 1);
        state.Step(batches, 1, 0);
        if (evaluate) state.MeanNats(tail, () => true);
        state.Step(batches, 1, 1);
        return state.SumOfBatchNats();
    }

    private static double? MeanNatsUntil(int batches)
    {
        var corpus = Corpus(Options);
        using var tail = new EvaluationBatches(corpus, CPU);
        using var state = new TrainingState(Options, corpus.Vocabulary.Count, new TrialSeeds(1), CPU);
        return state.MeanNats(tail, () => --batches >= 0);
    }

    private static Corpus Corpus(LanguageModelTrialOptions options) =>
        new CorpusCatalog(Path.GetTempPath(), new HttpClient()).Load(options.Corpus with { GrammarLength = 4000 });
}
