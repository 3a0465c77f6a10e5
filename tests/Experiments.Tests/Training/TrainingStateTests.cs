using Sweep.Experiments.Data;
using Sweep.Experiments.Training;
using Sweep.Models.Cells;
using Sweep.Search.Spaces;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training;

/// <summary>Memory of a training step, and evaluation.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class TrainingStateTests
{
    private static readonly LanguageModelTrialOptions Options = new() { Hidden = 8, Layers = 2, BatchSize = 4, NumSteps = 10, Dropout = 0.1, Lr = 0.01 };

    [Theory]
    [InlineData("rnn", Sampling.Sequential, OptimizerKind.Sgd)]
    [InlineData("gru", Sampling.Random, OptimizerKind.Adam)]
    [InlineData("lstm", Sampling.Sequential, OptimizerKind.Adamw)]
    public void Live_tensors_stay_constant_over_steps(string cell, Sampling sampling, OptimizerKind optimizer)
    {
        var options = Options with { Cell = CellCatalog.Default[cell], Sampling = sampling, Optimizer = optimizer };
        var corpus = Corpus(options);
        using var data = new TrialData(corpus, options.Shape, CPU);
        using var state = new TrainingState(options, corpus.Vocabulary.Count, new TrialSeeds(1), CPU);
        using var batches = data.Training.Epoch(1, 1);
        for (var step = 0; step < 3; step++) state.Step(batches);
        var before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var step = 0; step < 10; step++) state.Step(batches);

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Evaluation_batch_by_batch_equals_one_pass_over_the_tail()
    {
        var corpus = Corpus(Options);
        using var scope = NewDisposeScope();
        using var data = new TrialData(corpus, Options.Shape, CPU);
        using var state = new TrainingState(Options, corpus.Vocabulary.Count, new TrialSeeds(1), CPU);
        var plan = new EvaluationPlan(corpus);
        Tensor Whole(long[] numbers) => tensor(numbers).view(plan.Steps, plan.Rows);

        var nats = Evaluator.MeanNats(state.Model, data.Tail, () => true);
        state.Model.eval();
        var once = state.Model.Evaluate(Whole(plan.Inputs), Whole(plan.Targets), state.Model.ZeroState(plan.Rows)).SumNats.item<double>() / corpus.HeldOut;

        Assert.Equal(once, nats!.Value, 1e-5);
    }

    [Fact]
    public void Evaluation_changes_nothing_that_training_goes_on_with()
    {
        var corpus = Corpus(Options);
        using var data = new TrialData(corpus, Options.Shape, CPU);

        Assert.Equal(LossOfTwoSteps(data, corpus, evaluate: false), LossOfTwoSteps(data, corpus, evaluate: true));
    }

    [Fact]
    public void Evaluation_ends_without_a_number_when_told() =>
        Assert.Null(MeanNatsUntil(2));

    private static double LossOfTwoSteps(TrialData data, Corpus corpus, bool evaluate)
    {
        using var state = new TrainingState(Options, corpus.Vocabulary.Count, new TrialSeeds(1), CPU);
        using var batches = data.Training.Epoch(1, 1);
        state.Step(batches);
        if (evaluate) Evaluator.MeanNats(state.Model, data.Tail, () => true);
        state.Step(batches);
        return state.SumOfBatchNats();
    }

    private static double? MeanNatsUntil(int batches)
    {
        var corpus = Corpus(Options);
        using var data = new TrialData(corpus, Options.Shape, CPU);
        using var state = new TrainingState(Options, corpus.Vocabulary.Count, new TrialSeeds(1), CPU);
        return Evaluator.MeanNats(state.Model, data.Tail, () => --batches >= 0);
    }

    private static Corpus Corpus(LanguageModelTrialOptions options) =>
        new CorpusCatalog(Path.GetTempPath(), new HttpClient()).Load(options.Corpus with { GrammarLength = 4000 });
}
