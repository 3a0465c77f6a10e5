using Sweep.Experiments.LanguageModels.Schedules;
using Sweep.Experiments.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Sweep.Experiments.Tests.Training.Reference;

/// <summary>Learning rates, clipping by value and averages against torch.optim.lr_scheduler, clip_grad_value_ and AveragedModel.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class ScheduleReferenceTests
{
    private const int Batches = 5;
    private static readonly File Reference = ReferenceFile.Read<File>("schedules.json")[0];

    public static TheoryData<int> Schedules { get; } = new(Enumerable.Range(0, 6));

    [Theory]
    [MemberData(nameof(Schedules))]
    public void The_rate_of_each_epoch_is_that_of_PyTorch(int index)
    {
        var expected = Reference.Schedules[index];
        var rate = new LearningRate(expected.Options, expected.Lr, expected.Rates.Count);
        var plateau = new PlateauHistory(expected.Options.Patience);

        for (var epoch = 1; epoch <= expected.Rates.Count; epoch++)
        {
            for (var step = 0; step < Batches; step++)
                Assert.Equal(expected.Rates[epoch - 1], rate.At(epoch, step, Batches, plateau.Reductions), 1e-12);
            if (expected.Options.Kind == ScheduleKind.Plateau) plateau.Add(Loss(epoch));
        }
    }

    [Fact]
    public void Warmup_is_a_linear_LambdaLR_over_steps() => Assert.All(Reference.Warmups, expected =>
    {
        var rate = new LearningRate(new() { Warmup = expected.Steps / (double)Batches }, 0.5, 6);

        Assert.All(expected.Rates.Index(), pair =>
            Assert.Equal(pair.Item, rate.At(1 + (pair.Index / Batches), pair.Index % Batches, Batches, 0), 1e-12));
    });

    [Fact]
    public void Values_are_clipped_as_PyTorch_clips_them() => Assert.All(Reference.Clipping, expected =>
    {
        using var scope = NewDisposeScope();
        Tensor[] gradients = [ReferenceFile.Wave([2, 3], 10), ReferenceFile.Wave([4], 11)];

        GradientClip.ByValue(gradients, expected.Limit);

        Near(expected.Gradients, gradients);
    });

    [Fact]
    public void An_element_that_is_not_a_number_stays_so()
    {
        using var gradient = tensor([float.NaN, 2f]);

        GradientClip.ByValue([gradient], 1);

        Assert.Equal([float.NaN, 1f], gradient.data<float>().ToArray());
    }

    [Fact]
    public void Averages_are_those_of_AveragedModel_and_the_parameters_come_back()
    {
        using var scope = NewDisposeScope();
        List<(string Name, Parameter P)> parameters =
            [("m.weight", new Parameter(ReferenceFile.Wave([2, 3], 0))), ("m.bias", new Parameter(ReferenceFile.Wave([2], 1)))];
        using var blocks = new ParameterBlocks(parameters, join: false);
        using var rule = new Sgd(blocks.Blocks, 0.1);
        using var average = new WeightAverage(blocks.Blocks);
        average.Swap(); // before the first step that counts: nothing
        Assert.False(average.IsIn);

        for (var step = 0; step < 8; step++)
        {
            for (var i = 0; i < 2; i++) parameters[i].P.grad = ReferenceFile.Wave(parameters[i].P.shape, 10 + (2 * step) + i);
            rule.Step(blocks.Gather().PerBlock);
            if (step < 2) continue;
            average.Add();
            var trained = parameters.Select(p => p.P.bytes.ToArray()).ToList();

            average.Swap();

            Near(Reference.Averages[step - 2], [.. parameters.Select(p => p.P.detach())]);
            average.Swap();
            Assert.Equal(trained, parameters.Select(p => p.P.bytes.ToArray()));
        }
        Assert.Equal(["average.m.weight", "average.m.bias"], average.Named().Select(mean => mean.Name));
    }

    [Fact]
    public void The_trigger_compares_with_the_best_of_all_but_the_last_epochs()
    {
        var trigger = new TriggerHistory(interval: 2);
        double[] losses = [3, 2, 2.5, 2.2, 1.9, 2.1];
        List<bool> expected = [];
        for (var t = 0; t < losses.Length; t++) // algorithm 1 of the paper, with t from 0
            expected.Add(expected.LastOrDefault() || (t > 2 && losses[t] > losses[..(t - 2)].Min()));

        var found = losses.Select(loss =>
        {
            trigger.Add(loss);
            return trigger.IsOn;
        }).ToList();

        Assert.Equal(expected, found);
        Assert.Equal([false, false, false, false, false, true], found);
    }

    [Fact]
    public void Patience_counts_epochs_in_a_row_without_a_better_loss()
    {
        var patience = new PatienceHistory(2);
        double[] losses = [3, 3, 2, 2.1, 1.9, 1.95, 1.9];

        Assert.Equal([false, false, false, false, false, false, true], losses.Select(loss =>
        {
            patience.Add(loss);
            return patience.IsOver;
        }));
    }

    private static double Loss(int epoch) => 2 + Math.Exp(-epoch / 3.0) + (0.05 * Math.Sin(epoch));

    private static void Near(List<float[]> expected, IReadOnlyList<Tensor> found) =>
        Assert.All(expected.Zip(found), pair => Assert.All(pair.First.Zip(pair.Second.data<float>().ToArray()),
            numbers => Assert.Equal(numbers.First, numbers.Second, 1e-6f)));

    internal sealed record File(List<Schedule> Schedules, List<Warm> Warmups, List<Clip> Clipping, List<List<float[]>> Averages);

    internal sealed record Schedule(ScheduleKind Kind, double Lr, int Every, double Factor, int Patience, double MinLr, List<double> Rates)
    {
        public ScheduleOptions Options => new()
        {
            Kind = Kind,
            Every = Every > 0 ? Every : 10,
            Factor = Factor,
            Patience = Patience,
            MinLr = MinLr,
        };
    }

    internal sealed record Warm(int Steps, List<double> Rates);

    internal sealed record Clip(double Limit, List<float[]> Gradients);
}
