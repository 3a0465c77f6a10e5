using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;
using Sweep.Models.Cells;

namespace Sweep.Experiments.Tests.Training;

/// <summary>Promise: interrupted anywhere and gone on with, a trial gives the metrics and the weights of an undisturbed one to the
/// last bit.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class InterruptionTests
{
    public static TheoryData<string, string, string, double> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string, double>();
            foreach (var cell in CellCatalog.Default.All)
                foreach (var sampling in new[] { "random", "sequential" })
                    foreach (var optimizer in new[] { "sgd", "adam", "adamw" })
                        foreach (var dropout in new[] { 0, 0.3 })
                            cases.Add(cell.Name, sampling, optimizer, dropout);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Interrupted_at_random_steps_gives_the_bits_of_an_undisturbed_trial(
        string cell, string sampling, string optimizer, double dropout)
    {
        using var undisturbed = new TrainingHarness();
        using var disturbed = new TrainingHarness();
        var config = TrainingHarness.Config($$"""
            {"cell": "{{cell}}", "sampling": "{{sampling}}", "optimizer": "{{optimizer}}", "dropout": {{dropout}}, "layers": 2, "lr": 0.02,
             "momentum": {{(optimizer == "sgd" ? 0.9 : 0)}}, "weight_decay": 0.001, "grammar_length": 1500, "num_steps": 12}
            """);
        var order = undisturbed.Order(config);
        var whole = undisturbed.Run(order);
        var steps = undisturbed.Steps;
        var random = new Random(HashCode.Combine(1, cell.Length));

        var last = WeightsAfter(undisturbed, steps);
        var broken = new List<TrialEvent>();
        foreach (var after in new[] { random.Next(1, steps / 3), random.Next(1, steps / 3), random.Next(1, steps / 4) })
            broken = disturbed.Run(disturbed.Order(config), interruptAfter: after);
        Assert.Equal(AttemptOutcome.Interrupted, Assert.IsType<TrialEnded>(broken[^1]).Outcome);
        var weights = WeightsAfter(disturbed, steps - disturbed.Steps);
        var gone = disturbed.Run(disturbed.Order(config));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(gone[^1]).Outcome);
        Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(gone));
        Assert.Equal(last, weights);

        // Stops right after the last step of the trial, with everything in a checkpoint.
        Dictionary<string, string> WeightsAfter(TrainingHarness harness, int count)
        {
            if (harness == undisturbed) Directory.Delete(harness.TrialFolder, recursive: true);
            harness.Run(harness.Order(config), interruptAfter: count);
            return CheckpointFolder.Load(harness.Checkpoints.LastPath).Tensors
                .ToDictionary(t => t.Key, t => Convert.ToHexString(t.Value.Bytes.Span));
        }
    }

    public static TheoryData<string> Extras { get; } =
    [
        """{"schedule": "cosine", "warmup": 1.5, "min_lr": 0.001}""",
        """{"schedule": "step", "schedule_every": 1, "schedule_factor": 0.5, "clip_value": 0.01, "clip": 0}""",
        """{"schedule": "plateau", "schedule_patience": 0, "lr": 3, "schedule_factor": 0.5, "epochs": 6}""",
        """{"patience": 1, "lr": 8, "epochs": 8}""",
        """{"averaging": "asgd", "averaging_from": 2, "optimizer": "adam", "lr": 0.02}""",
        """{"averaging": "asgd", "averaging_interval": 1, "lr": 6, "epochs": 6}""",
        """{"tied": true, "input": 12, "cell": "gru", "layers": 2, "residual": true, "dropout_output": 0.2, "dropout_recurrent": 0.3}""",
        """{"layer_norm": true, "dropout_input": 0.2, "layers": 2, "dropout": 0.1, "num_steps": 6, "forget_bias": 1}""",
        """{"precision": "bf16", "cell": "gru", "dropout_recurrent": 0.1, "optimizer": "adam", "lr": 0.02, "num_steps": 6}""",
        """{"cell": "rnn", "recurrent_init": "identity", "dropout_input": 0.1, "dropout_output": 0.2, "dropout_recurrent": 0.3}""",
        """{"recurrent_init": "orthogonal", "sampling": "random", "schedule": "plateau", "schedule_patience": 0, "averaging": "asgd"}""",
        """{"cell": "rnn", "flow_penalty": 0.5, "layers": 2, "optimizer": "adam", "lr": 0.02}""",
        """{"truncation": "random", "averaging": "asgd", "averaging_from": 2, "schedule": "cosine", "warmup": 1.5, "patience": 1}""",
        """{"truncation": "random", "averaging": "asgd", "averaging_interval": 1, "patience": 3, "lr": 6, "dropout_input": 0.1}""",
        """{"truncation": "full", "schedule": "plateau", "schedule_patience": 0, "warmup": 2, "patience": 2, "lr": 3, "epochs": 6}""",
    ];

    [Theory]
    [MemberData(nameof(Extras))]
    public void With_schedules_masks_and_averages_it_gives_the_bits_of_an_undisturbed_trial(string extras)
    {
        using var undisturbed = new TrainingHarness();
        using var disturbed = new TrainingHarness();
        using var dying = new TrainingHarness();
        var config = TrainingHarness.Config(extras);
        config["grammar_length"] = 1500;
        var whole = undisturbed.Run(undisturbed.Order(config));

        for (var after = 1; TrainingHarness.Reports(disturbed.Run(disturbed.Order(config), interruptAfter: after)).Count
            < TrainingHarness.Reports(whole).Count; after = after * 2 % 31) ;
        foreach (var after in new[] { 5, 23, 11 })
            if (dying.Steps + after < undisturbed.Steps) dying.RunAndDie(dying.Order(config), after);

        foreach (var harness in new[] { disturbed, dying })
        {
            var gone = harness.Run(harness.Order(config));
            Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(gone[^1]).Outcome);
            Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(gone));
            Assert.Equal(Best(undisturbed), Best(harness));
        }

        static Dictionary<string, string> Best(TrainingHarness harness) => CheckpointFolder.Load(harness.Checkpoints.BestPath).Tensors
            .ToDictionary(t => t.Key, t => Convert.ToHexString(t.Value.Bytes.Span));
    }

    [Theory]
    [InlineData("sequential", 0)]
    [InlineData("random", 17)]
    public void Begun_with_the_checkpoint_of_its_twin_a_trial_goes_on_as_that_one_did(string sampling, int interruptAfter)
    {
        using var harness = new TrainingHarness();
        var config = TrainingHarness.Config(
            $$"""{"cell": "gru", "dropout": 0.2, "sampling": "{{sampling}}", "optimizer": "adam", "lr": 0.01, "epochs": 6}""");
        var parent = harness.Run(harness.Order(config) with { KeepEvery = 2 });
        Assert.Equal([2, 4, 6], harness.Checkpoints.Kept());
        var order = harness.Order(config) with
        {
            Trial = 1,
            CheckpointFolder = Path.Combine(harness.Folder, "child"),
            Parent = new ParentCheckpoint(0, 4, harness.TrialFolder, config),
        };

        if (interruptAfter > 0) harness.Run(order, interruptAfter);
        var child = harness.Run(order);

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(child[^1]).Outcome);
        Assert.Equal(TrainingHarness.Bits(TrainingHarness.Reports(parent)[4..]), TrainingHarness.Bits(child));
    }

    [Fact]
    public void Begun_with_the_checkpoint_of_another_trial_it_trains_with_its_own_configuration()
    {
        using var harness = new TrainingHarness();
        harness.Run(harness.Order(TrainingHarness.Config()) with { KeepEvery = 2 });
        StartTrial Child(string more) => harness.Order(TrainingHarness.Config(more)) with
        {
            CheckpointFolder = Path.Combine(harness.Folder, more.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Parent = new ParentCheckpoint(7, 2, harness.TrialFolder, TrainingHarness.Config()),
        };

        var still = harness.Run(Child("""{"lr": 1e-30, "epochs": 4}"""));
        var parent = TrainingHarness.Reports(harness.Run(harness.Order(TrainingHarness.Config())));
        var child = TrainingHarness.Reports(still);

        // A learning rate of almost zero leaves the model as the parent had it.
        Assert.Equal([3, 4], child.Select(report => report.Epoch));
        Assert.All(child, report => Assert.Equal(parent[1].Metrics["val_perplexity"], report.Metrics["val_perplexity"], 1e-12));
        var other = Assert.IsType<TrialEnded>(harness.Run(Child("""{"hidden": 16, "epochs": 5}"""))[^1]);
        Assert.Equal(AttemptOutcome.Error, other.Outcome);
        Assert.StartsWith("cannot begin with the checkpoint of trial 7 after epoch 2: ", other.Reason);
        Assert.Contains("expected F32", other.Reason);
        var stranger = Child("""{"epochs": 6}""") with
        {
            Parent = new ParentCheckpoint(7, 2, harness.TrialFolder, TrainingHarness.Config("""{"lr": 0.1}""")),
        };
        Assert.Contains("it is of another configuration", Assert.IsType<TrialEnded>(harness.Run(stranger)[^1]).Reason);
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void Killed_between_checkpoints_gives_the_bits_of_an_undisturbed_trial(string cell)
    {
        using var undisturbed = new TrainingHarness();
        using var disturbed = new TrainingHarness();
        var config = TrainingHarness.Config(
            $$"""{"cell": "{{cell}}", "dropout": 0.2, "layers": 2, "optimizer": "adam", "lr": 0.01, "epochs": 4}""");
        var whole = undisturbed.Run(undisturbed.Order(config));

        foreach (var after in new[] { 5, 31, 12, 17 }) disturbed.RunAndDie(disturbed.Order(config), after);
        var gone = disturbed.Run(disturbed.Order(config));

        Assert.True(Assert.Single(gone.OfType<TrialStarted>()).EpochsDone > 0);
        Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(gone));
    }

    [Fact]
    public void Reports_before_the_checkpoint_follow_again_unchanged_with_their_times()
    {
        using var harness = new TrainingHarness();
        var order = harness.Order(TrainingHarness.Config());

        var first = TrainingHarness.Reports(harness.Run(order, interruptAfter: 50));
        var second = harness.Run(order);

        Assert.Equal(2, first.Count);
        Assert.Equal(2, Assert.Single(second.OfType<TrialStarted>()).EpochsDone);
        Assert.Equal(
            first.Select(r => WorkerProtocol.Write(r)),
            TrainingHarness.Reports(second).Take(2).Select(r => WorkerProtocol.Write(r)));
    }

    [Fact]
    public void A_completed_trial_run_again_completes_at_once_with_the_same_reports()
    {
        using var harness = new TrainingHarness();
        var order = harness.Order(TrainingHarness.Config());
        var first = harness.Run(order, time: new SteppingClock());
        var steps = harness.Steps;

        var second = harness.Run(order);

        Assert.Equal(steps, harness.Steps);
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(second[^1]).Outcome);
        Assert.Equal(first.OfType<TrialReport>().Select(r => WorkerProtocol.Write(r)), second.OfType<TrialReport>()
            .Select(r => WorkerProtocol.Write(r)));
    }

    [Fact]
    public void A_trial_is_not_changed_by_the_trials_before_it_in_the_same_process()
    {
        using var alone = new TrainingHarness();
        using var later = new TrainingHarness();
        using var other = new TrainingHarness();
        var config = TrainingHarness.Config("""{"dropout": 0.2, "layers": 2}""");

        var first = alone.Run(alone.Order(config));
        other.Run(other.Order(TrainingHarness.Config("""{"cell": "gru", "dropout": 0.5, "layers": 2, "epochs": 1}"""), seed: 99)
            with
        { Threads = 2 });
        other.Run(other.Order(TrainingHarness.Config("""{"lr": 1e9, "clip": 0}"""), seed: 99));
        var third = later.Run(later.Order(config));

        Assert.Equal(TrainingHarness.Bits(first), TrainingHarness.Bits(third));
    }

    [Fact]
    public void Another_seed_gives_other_numbers()
    {
        using var one = new TrainingHarness();
        using var two = new TrainingHarness();

        Assert.NotEqual(
            TrainingHarness.Bits(one.Run(one.Order(TrainingHarness.Config(), seed: 1))),
            TrainingHarness.Bits(two.Run(two.Order(TrainingHarness.Config(), seed: 2))));
    }
}
