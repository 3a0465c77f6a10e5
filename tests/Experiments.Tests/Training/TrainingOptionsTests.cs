using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Training;

/// <summary>What patience, schedules and averages do to a trial.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class TrainingOptionsTests
{
    [Fact]
    public void A_trial_whose_patience_is_over_is_completed_with_the_epochs_it_has()
    {
        using var harness = new TrainingHarness();
        // A learning rate of almost zero leaves the loss as it was.
        var order = harness.Order(TrainingHarness.Config("""{"patience": 2, "lr": 1e-30, "epochs": 9}"""));

        var first = harness.Run(order, time: new SteppingClock(20));
        var steps = harness.Steps;
        var again = harness.Run(order);

        Assert.Equal(9, Assert.Single(first.OfType<TrialStarted>()).Epochs);
        Assert.Equal([1, 2, 3], TrainingHarness.Reports(first).Select(report => report.Epoch));
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(first[^1]).Outcome);
        Assert.Equal(TrainingHarness.Bits(first), TrainingHarness.Bits(again));
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(again[^1]).Outcome);
        Assert.Equal(steps, harness.Steps);
    }

    [Fact]
    public void A_fork_begins_its_patience_anew()
    {
        using var harness = new TrainingHarness();
        // The parent's patience is over after epoch 3, where its checkpoint is kept.
        const string Still = """{"patience": 2, "lr": 1e-30, "epochs": 9}""";
        var config = TrainingHarness.Config(Still);
        Assert.Equal(3, TrainingHarness.Reports(harness.Run(harness.Order(config) with { KeepEvery = 3 })).Count);
        var fork = harness.Order(TrainingHarness.Config(Still.Replace("1e-30", "2e-30", StringComparison.Ordinal))) with
        {
            Trial = 1,
            CheckpointFolder = Path.Combine(harness.Folder, "child"),
            Parent = new ParentCheckpoint(0, 3, harness.TrialFolder, config),
        };

        // Gone on with it is no fork any more: what it counted itself stays.
        var before = harness.Run(fork, interruptAfter: 30);
        var forked = harness.Run(fork);

        Assert.Equal([4], TrainingHarness.Reports(before).Select(report => report.Epoch));
        Assert.Equal([4, 5, 6], TrainingHarness.Reports(forked).Select(report => report.Epoch));
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(forked[^1]).Outcome);
    }

    [Fact]
    public void The_best_of_an_averaged_trial_is_the_mean_of_its_last_epoch_where_the_last_one_counts()
    {
        using var harness = new TrainingHarness();
        var order = harness.Order(TrainingHarness.Config("""{"averaging": "asgd", "averaging_from": 2, "lr": 2}"""))
            with
        { Summary = MetricSummary.Last };

        harness.Run(order, time: new SteppingClock(20));

        var (kept, goesOn) = (CheckpointFolder.Load(harness.Checkpoints.BestPath), CheckpointFolder.Load(harness.Checkpoints.LastPath));
        Assert.Equal((4, 3), (kept.Epoch, kept.Reports.Count));
        Assert.NotEmpty(kept.Tensors);
        Assert.All(kept.Tensors, one =>
        {
            var mean = goesOn.Tensors[one.Key.Replace("model.", "average.", StringComparison.Ordinal)];
            Assert.True(one.Value.Bytes.Span.SequenceEqual(mean.Bytes.Span), one.Key);
            Assert.False(one.Value.Bytes.Span.SequenceEqual(goesOn.Tensors[one.Key].Bytes.Span), one.Key);
        });
    }

    [Fact]
    public void Of_an_averaged_trial_the_mean_is_kept_and_training_goes_on_from_the_last_step()
    {
        using var averaged = new TrainingHarness();
        using var plain = new TrainingHarness();
        const string Few = """{"epochs": 1, "grammar_length": 1500}""";

        var reports = averaged.Run(
            averaged.Order(TrainingHarness.Config(Few[..^1] + """, "averaging": "asgd", "averaging_from": 1}""")),
            time: new SteppingClock(20));
        var last = plain.Run(plain.Order(TrainingHarness.Config(Few)), time: new SteppingClock(20));

        var kept = CheckpointFolder.Load(averaged.Checkpoints.BestPath).Tensors;
        var goesOn = CheckpointFolder.Load(averaged.Checkpoints.LastPath).Tensors;
        var trained = CheckpointFolder.Load(plain.Checkpoints.LastPath).Tensors;
        foreach (var (name, tensor) in kept)
        {
            var average = goesOn[name.Replace("model.", "average.", StringComparison.Ordinal)];
            Assert.True(tensor.Bytes.Span.SequenceEqual(average.Bytes.Span), name);
            Assert.True(trained[name].Bytes.Span.SequenceEqual(goesOn[name].Bytes.Span), name);
            Assert.False(tensor.Bytes.Span.SequenceEqual(goesOn[name].Bytes.Span), name);
        }
        Assert.NotEqual(Loss(reports), Loss(last));
    }

    [Fact]
    public void A_fork_with_another_rate_keeps_the_reductions_of_its_parent()
    {
        using var harness = new TrainingHarness();
        const string Plateau = """{"schedule": "plateau", "schedule_patience": 0, "schedule_factor": 0.001, "epochs": 4, "lr": 1e-30}""";
        var config = TrainingHarness.Config(Plateau);
        harness.Run(harness.Order(config) with { KeepEvery = 3 });
        StartTrial Child(string more) => harness.Order(TrainingHarness.Config(more)) with
        {
            CheckpointFolder = Path.Combine(harness.Folder, $"child-{more.Length}"),
            Parent = new ParentCheckpoint(0, 3, harness.TrialFolder, config),
        };

        // Reduced twice, by 1e6: a rate of 1e-7 of 0.1 leaves the loss as it was, and would not without the reductions.
        var reduced = harness.Run(Child(Plateau.Replace("1e-30", "0.1", StringComparison.Ordinal)));
        var parent = harness.Run(Child(Plateau));

        Assert.Equal(Loss(parent), Loss(reduced), 1e-3);
    }

    private static double Loss(IEnumerable<TrialEvent> events) =>
        Assert.Single(events.OfType<TrialReport>()).Metrics["val_perplexity"];
}
