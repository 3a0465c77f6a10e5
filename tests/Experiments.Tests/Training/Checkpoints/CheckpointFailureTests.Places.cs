using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Training.Checkpoints;

/// <content>Checkpoints of others, and places that cannot hold one.</content>
public sealed partial class CheckpointFailureTests
{
    [Fact]
    public void A_checkpoint_of_another_configuration_is_the_place_s_fault_and_names_both()
    {
        harness.Run(harness.Order(TrainingHarness.Config()), interruptAfter: 5);

        var ended = Fail(harness.Order(TrainingHarness.Config("""{"hidden": 13}""")));

        Assert.Contains($"{harness.Checkpoints.LastPath} is of another configuration", ended.Reason);
        Assert.Contains("\"hidden\":13", ended.Reason);
        Assert.Contains("\"hidden\":12", ended.Reason);
    }

    [Fact]
    public void A_checkpoint_of_another_seed_is_the_place_s_fault()
    {
        harness.Run(harness.Order(TrainingHarness.Config(), seed: 1), interruptAfter: 5);

        Assert.Contains("is of another seed: expected 2, found 1", Fail(harness.Order(TrainingHarness.Config(), seed: 2)).Reason);
    }

    [Fact]
    public void A_corpus_that_changed_since_the_checkpoint_is_the_place_s_fault()
    {
        var text = Path.Combine(harness.Folder, "text.txt");
        File.WriteAllText(text, string.Concat(Enumerable.Repeat("the cat sat on the mat ", 100)));
        var config = TrainingHarness.Config("""{"corpus": "text.txt"}""");
        harness.Run(harness.Order(config), interruptAfter: 5);
        File.AppendAllText(text, "and slept");

        Assert.Contains("is of another corpus", Fail(harness.Order(config)).Reason);
    }

    [Fact]
    public void A_file_of_another_program_is_not_overwritten()
    {
        Directory.CreateDirectory(harness.TrialFolder);
        var foreign = SafeTensorsBytes.Write(
            new SafeTensorsFile(new Dictionary<string, TensorData>(), new Dictionary<string, string> { ["format"] = "pt" }));
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
        var ended = Fail(harness.Order(TrainingHarness.Config()) with { CheckpointFolder = "/proc/nowhere/trial" });

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
}
