using Sweep.Contracts;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Training.Checkpoints;

/// <summary>Checkpoints that are damaged, foreign, of another trial, gone, or cannot be written:
/// start over where that is safe, else one clear error.</summary>
[Collection(LibtorchCollection.Name)]
public sealed partial class CheckpointFailureTests : IDisposable
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
        Assert.Contains("does not fit the file: it is cut off or damaged; what was there is left aside as *.damaged, and the trial " +
            "starts over", Assert.Single(Notices()));
        Assert.True(File.Exists(harness.Checkpoints.LastPath + ".damaged"));
    }

    [Fact]
    public void Whatever_one_bit_of_a_checkpoint_becomes_the_trial_starts_over()
    {
        var config = TrainingHarness.Config("{\"cell\": \"gru\", \"hidden\": 2, \"epochs\": 1, \"grammar_length\": 1000}");
        var whole = TrainingHarness.Bits(harness.Run(harness.Order(config)));
        harness.Run(harness.Order(config), interruptAfter: 5);
        var good = File.ReadAllBytes(harness.Checkpoints.LastPath);
        var head = (int)BitConverter.ToInt64(good, 0);
        var random = new Random(20260131);

        // The length, all of the header's bytes once, and some of the numbers: a bit of each.
        foreach (var at in Enumerable.Range(0, 8 + head).Concat(Enumerable.Range(0, 200).Select(_ => random.Next(8 + head, good.Length))))
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(harness.Checkpoints.LastPath, bad);

            var left = harness.Checkpoints.LoadLast(_ => { }, (_, _) => { });

            Assert.True(left is null, $"byte {at} of {good.Length} became {bad[at]} and was not noticed");
            Assert.False(File.Exists(harness.Checkpoints.LastPath));
        }

        Assert.Equal(whole, TrainingHarness.Bits(harness.Run(harness.Order(config))));
    }

    /// <summary>What a hash does not tell: the file is as it was written, and its writer made no sense.</summary>
    [Theory]
    [InlineData("config")]
    [InlineData("vocabulary")]
    [InlineData("experiment")]
    [InlineData("corpus_sha256")]
    [InlineData("device")]
    [InlineData("engine")]
    [InlineData("seed")]
    [InlineData("threads")]
    [InlineData("epoch")]
    [InlineData("batch")]
    [InlineData("epoch_seconds")]
    [InlineData("optimizer_steps")]
    [InlineData("reports")]
    public void A_member_that_makes_no_sense_ends_in_a_new_start_or_in_a_word_about_the_place(string member)
    {
        string[] values =
        [
            "null", "0", "-1", "1e308", "-1e308", "1e999", "2147483648", "9223372036854775808", "1.5", "\"x\"", "\"\"", "true", "[]", "{}",
            "[null]", "[[]]", "[{}]", "[\"a\",\"a\"]",
            "{\"a\":1,\"a\":2}", "[{\"epoch\":1,\"metrics\":null}]", "[{\"epoch\":0,\"metrics\":{}}]",
            "[{\"epoch\":1,\"metrics\":{\"val_perplexity\":1e999}}]", "", "nul", new string('[', 5000),
        ];
        var config = TrainingHarness.Config("{\"hidden\": 2, \"epochs\": 1, \"grammar_length\": 1000}");
        harness.Run(harness.Order(config), interruptAfter: 3);
        var good = Raw();
        foreach (var value in values)
        {
            Write(good with { Metadata = good.Metadata.ToDictionary(m => m.Key, m => m.Key == member ? value : m.Value) });

            var ended = Assert.IsType<TrialEnded>(harness.Run(harness.Order(config))[^1]);

            Assert.True(ended.Outcome is AttemptOutcome.Completed
                or AttemptOutcome.NodeFault, $"{member} = {value}: {ended.Outcome} {ended.Reason}");
        }
    }

    [Fact]
    public void A_tensor_that_is_missing_renamed_or_of_another_kind_is_damage_whatever_the_hash_says()
    {
        var config = TrainingHarness.Config("{\"cell\": \"gru\", \"hidden\": 2, \"epochs\": 1, \"grammar_length\": 1000}");
        harness.Run(harness.Order(config), interruptAfter: 3);
        var good = Raw();
        var (name, tensor) = good.Tensors.First(t => t.Key.StartsWith("model.", StringComparison.Ordinal));
        TensorData?[] others =
        [
            null, tensor with { DType = "F64", Shape = [tensor.Bytes.Length / 8] }, tensor with { Shape = [.. tensor.Shape, 1] }, tensor
                with { Shape = [0], Bytes = Array.Empty<byte>() },
        ];
        foreach (var other in others)
        {
            var tensors = good.Tensors.Where(t => t.Key != name).ToDictionary();
            if (other is not null) tensors.Add(name, other);
            else tensors.Add("model.renamed", tensor);
            Write(good with { Tensors = tensors });

            var events = harness.Run(harness.Order(config));

            Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(events[^1]).Outcome);
            Assert.Equal(0, Assert.Single(events.OfType<TrialStarted>()).EpochsDone);
            Assert.Contains($"tensor '{name}'", Notices()[^1]);
        }
    }

    [Theory]
    [InlineData("pipe", "found a named pipe (FIFO); move it away, then resume the sweep")]
    [InlineData("folder", "found a folder; move it away, then resume the sweep")]
    [InlineData("device", "found a device; move it away, then resume the sweep")]
    public void Something_else_in_the_place_of_a_checkpoint_is_the_place_s_fault_at_once(string kind, string reason)
    {
        foreach (var path in new[] { harness.Checkpoints.LastPath, harness.Checkpoints.BestPath })
        {
            using var other = new NoFile(kind, path);

            Assert.Contains($"{path}: expected a file, {reason}", Fail(harness.Order(TrainingHarness.Config())).Reason);
            Assert.Throws<TrialException>(() => CheckpointFolder.Load(path));
            Assert.Null(CheckpointHeader.Of(path));
        }
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

    public void Dispose() => harness.Dispose();

    private List<string> Notices() =>
        [.. harness.Log.ToString().Split('\n').Where(line => line.Contains("starts over", StringComparison.Ordinal))];

    private SafeTensorsFile Raw() => SafeTensorsBytes.Read(File.ReadAllBytes(harness.Checkpoints.LastPath));

    private void Write(SafeTensorsFile content) => File.WriteAllBytes(harness.Checkpoints.LastPath, SafeTensorsBytes.Write(content));

    private TrialEnded Fail(StartTrial order, AttemptOutcome outcome = AttemptOutcome.NodeFault)
    {
        var ended = Assert.IsType<TrialEnded>(Assert.Single(harness.Run(order)));
        Assert.Equal(outcome, ended.Outcome);
        return ended;
    }
}
