using Sweep.Experiments.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Training.Checkpoints;

/// <summary>Checkpoints that are damaged, foreign, of another trial, gone, or cannot be written: start over where that is safe, else one clear error.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class CheckpointFailureTests : IDisposable
{
    private readonly TrainingHarness harness = new();

    [Fact]
    public void A_damaged_checkpoint_is_noticed_and_the_trial_starts_over_with_the_same_bits()
    {
        using var undisturbed = new TrainingHarness();
        var whole = undisturbed.Run(undisturbed.Order(TrainingHarness.Config()));
        harness.Run(harness.Order(TrainingHarness.Config()), interruptAfter: 30);
        File.WriteAllBytes(harness.Checkpoints.LastPath, File.ReadAllBytes(harness.Checkpoints.LastPath)[..^5]);

        var events = harness.Run(harness.Order(TrainingHarness.Config()));

        Assert.Equal(0, Assert.Single(events.OfType<TrialStarted>()).EpochsDone);
        Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(events));
        Assert.Contains("does not fit the file: it is cut off or damaged", harness.Log.ToString());
        Assert.Contains("the trial starts over", harness.Log.ToString());
    }

    [Theory]
    [InlineData("\"experiment\"")]
    [InlineData("sha256_of_file")]
    public void A_changed_head_is_noticed(string place)
    {
        harness.Run(harness.Order(TrainingHarness.Config()), interruptAfter: 5);
        var file = File.ReadAllBytes(harness.Checkpoints.LastPath);
        file[file.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(place)) + 1] ^= 1;
        File.WriteAllBytes(harness.Checkpoints.LastPath, file);

        Assert.Contains("it is damaged", Assert.Throws<TrialException>(() => CheckpointFolder.Load(harness.Checkpoints.LastPath)).Message);
    }

    [Fact]
    public void A_checkpoint_of_another_engine_is_gone_on_from_and_the_log_says_so()
    {
        harness.Run(harness.Order(TrainingHarness.Config()), interruptAfter: 5);
        var last = CheckpointFolder.Load(harness.Checkpoints.LastPath);
        harness.Checkpoints.SaveLast(last with { Engine = "torch baseline" });

        var events = harness.Run(harness.Order(TrainingHarness.Config()));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(events[^1]).Outcome);
        Assert.Contains($"the engine 'torch baseline', now on cpu with 1 thread and the engine '{last.Engine}'", harness.Log.ToString());
    }

    [Fact]
    public void A_lost_best_checkpoint_lets_the_trial_start_over()
    {
        harness.Run(harness.Order(TrainingHarness.Config()), interruptAfter: 50);
        File.Delete(harness.Checkpoints.BestPath);

        var events = harness.Run(harness.Order(TrainingHarness.Config()));

        Assert.Equal(0, Assert.Single(events.OfType<TrialStarted>()).EpochsDone);
        Assert.True(File.Exists(harness.Checkpoints.BestPath));
    }

    [Fact]
    public void What_a_killed_attempt_left_half_written_is_removed()
    {
        Directory.CreateDirectory(harness.TrialFolder);
        var torn = Path.Combine(harness.TrialFolder, "last.safetensors.1-2.part");
        File.WriteAllText(torn, "half");

        harness.Run(harness.Order(TrainingHarness.Config("""{"epochs": 1}""")));

        Assert.False(File.Exists(torn));
    }

    [Fact]
    public void A_checkpoint_of_another_configuration_is_bad_input_that_names_both()
    {
        harness.Run(harness.Order(TrainingHarness.Config()), interruptAfter: 5);

        var ended = Fail(harness.Order(TrainingHarness.Config("""{"hidden": 13}""")), AttemptOutcome.BadInput);

        Assert.Contains($"{harness.Checkpoints.LastPath} is of another configuration", ended.Reason);
        Assert.Contains("\"hidden\":13", ended.Reason);
        Assert.Contains("\"hidden\":12", ended.Reason);
    }

    [Fact]
    public void A_checkpoint_of_another_seed_is_bad_input()
    {
        harness.Run(harness.Order(TrainingHarness.Config(), seed: 1), interruptAfter: 5);

        Assert.Contains("is of another seed: expected 2, found 1", Fail(harness.Order(TrainingHarness.Config(), seed: 2), AttemptOutcome.BadInput).Reason);
    }

    [Fact]
    public void A_corpus_that_changed_since_the_checkpoint_is_bad_input()
    {
        var text = Path.Combine(harness.Folder, "text.txt");
        File.WriteAllText(text, string.Concat(Enumerable.Repeat("the cat sat on the mat ", 100)));
        var config = TrainingHarness.Config("""{"corpus": "text.txt"}""");
        harness.Run(harness.Order(config), interruptAfter: 5);
        File.AppendAllText(text, "and slept");

        Assert.Contains("is of another corpus", Fail(harness.Order(config), AttemptOutcome.BadInput).Reason);
    }

    [Fact]
    public void A_file_of_another_program_is_not_overwritten()
    {
        Directory.CreateDirectory(harness.TrialFolder);
        var foreign = SafeTensors.Write(new SafeTensorsFile(new Dictionary<string, TensorData>(), new Dictionary<string, string> { ["format"] = "pt" }));
        File.WriteAllBytes(harness.Checkpoints.LastPath, foreign);

        var ended = Fail(harness.Order(TrainingHarness.Config()));

        Assert.Contains("another program wrote it; move the file away", ended.Reason);
        Assert.Equal(foreign, File.ReadAllBytes(harness.Checkpoints.LastPath));
    }

    [Fact]
    public void A_checkpoint_of_a_newer_version_is_refused_with_both_numbers()
    {
        harness.Run(harness.Order(TrainingHarness.Config()), interruptAfter: 5);
        var last = CheckpointFolder.Load(harness.Checkpoints.LastPath);
        harness.Checkpoints.SaveLast(last with { Version = 7 });

        Assert.Contains("it has version 7, this program reads versions 1 to 2", Fail(harness.Order(TrainingHarness.Config())).Reason);
    }

    [Fact]
    public void A_folder_deleted_while_the_trial_runs_is_an_error_that_names_the_file()
    {
        var steps = 0;

        var events = harness.Run(harness.Order(TrainingHarness.Config()), new SteppingClock(1), (_, _) =>
        {
            if (++steps == 10) Directory.Delete(harness.TrialFolder, recursive: true);
        });

        var ended = Assert.IsType<TrialEnded>(events[^1]);
        Assert.Equal(AttemptOutcome.Error, ended.Outcome);
        Assert.Contains($"cannot write the checkpoint {harness.TrialFolder}", ended.Reason);
        Assert.Contains("somebody deleted it while the trial ran; resume the sweep to start the trial over", ended.Reason);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_the_node_s_fault_and_named()
    {
        var ended = Fail(harness.Order(TrainingHarness.Config()) with { CheckpointFolder = "/proc/nowhere/trial" }, AttemptOutcome.NodeFault);

        Assert.Contains("cannot make the checkpoint folder /proc/nowhere/trial", ended.Reason);
    }

    [Fact]
    public void A_full_disk_is_named_with_the_way_out()
    {
        // Linux errno 28, ENOSPC, as the runtime reports it.
        var ended = TrialFailure.Of(new IOException("No space left on device : '/disk/last.safetensors'", 28));

        Assert.Equal(AttemptOutcome.NodeFault, ended.Outcome);
        Assert.Contains("the disk is full", ended.Reason);
        Assert.Contains("/disk/last.safetensors", ended.Reason);
    }

    [Fact]
    public void Loading_an_absent_checkpoint_says_which_trials_have_one()
    {
        var error = Assert.Throws<TrialException>(() => CheckpointFolder.Load(harness.Checkpoints.BestPath));

        Assert.Contains(harness.Checkpoints.BestPath, error.Message);
    }

    public void Dispose() => harness.Dispose();

    private TrialEnded Fail(StartTrial order, AttemptOutcome outcome = AttemptOutcome.Error)
    {
        var ended = Assert.IsType<TrialEnded>(Assert.Single(harness.Run(order)));
        Assert.Equal(outcome, ended.Outcome);
        return ended;
    }
}
