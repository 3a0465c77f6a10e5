using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Cluster.Tests;

/// <summary>The worker as a process: it speaks its protocol, dies with its input, and does not grow.</summary>
public sealed class WorkerProcessTests
{
    [Fact]
    public async Task Worker_dies_when_its_input_closes_in_the_middle_of_training()
    {
        using var workspace = new Workspace();
        using var worker = SweepProgram.Start(workspace.Folder, "worker");
        Send(worker, Start(workspace, steps: 20, epochs: 1_000_000));
        Assert.True(await worker.Until(() => Reports(worker).Count >= 2), worker.Errors);

        worker.CloseInput();

        await Eventually.Holds(() => !SweepProgram.IsAlive(worker.Pid), "the worker outlived its input by ten seconds");
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public async Task Resident_memory_after_5000_steps_is_within_a_tenth_of_that_after_500(string cell)
    {
        using var workspace = new Workspace();
        using var worker = SweepProgram.Start(workspace.Folder, WorkerRuntime.Settings, ["worker"]);
        Send(worker, Start(workspace, steps: 100, epochs: 51, cell));

        Assert.True(await worker.Until(() => Reports(worker).Count >= 5), worker.Errors);
        var early = ResidentKilobytes(worker.Pid);
        Assert.True(await worker.Until(() => Reports(worker).Count >= 50), worker.Errors);
        var late = ResidentKilobytes(worker.Pid);

        Assert.InRange((double)late / early, 0.5, 1.10);
    }

    [Fact]
    public async Task Warm_worker_gives_the_same_numbers_for_its_third_trial_as_for_its_first()
    {
        using var workspace = new Workspace();
        using var worker = SweepProgram.Start(workspace.Folder, "worker");
        var first = Start(workspace, steps: 10, epochs: 2);
        var other = Start(workspace, steps: 10, epochs: 1, "gru")
            with
        { Trial = 1, Seed = 99, CheckpointFolder = Path.Combine(workspace.Folder, "1") };
        var third = first with { Trial = 2, CheckpointFolder = Path.Combine(workspace.Folder, "2") };

        foreach (var (trial, ended) in new[] { (first, 1), (other, 2), (third, 3) })
        {
            Send(worker, trial);
            Assert.True(await worker.Until(() => Events(worker).OfType<TrialEnded>().Count() == ended), worker.Errors);
        }

        Assert.All(Events(worker).OfType<TrialEnded>(), e => Assert.Equal(AttemptOutcome.Completed, e.Outcome));
        var perplexities = Reports(worker).Select(r => r.Metrics["val_perplexity"]).ToList();
        Assert.Equal(perplexities[..2], perplexities[3..]);
    }

    private static StartTrial Start(Workspace workspace, int steps, int epochs, string cell = "lstm")
    {
        const int batch = 8, window = 16;
        return new StartTrial
        {
            Sweep = "test",
            Trial = 0,
            Attempt = 1,
            Experiment = "language-model",
            Seed = 1,
            Metric = "val_perplexity",
            CheckpointFolder = Path.Combine(workspace.Folder, "0"),
            BaseFolder = workspace.Folder,
            Config = new JsonObject
            {
                ["cell"] = cell,
                ["hidden"] = 32,
                ["corpus"] = "grammar",
                ["token"] = "char",
                ["sampling"] = "sequential",
                ["optimizer"] = "adam",
                ["batch_size"] = batch,
                ["num_steps"] = window,
                ["epochs"] = epochs,
                ["lr"] = 0.01,
                ["grammar_length"] = (int)(steps * batch * window / 0.9) + 200,
            },
        };
    }

    private static void Send(SweepProgram worker, WorkerCommand command)
    {
        worker.Input.WriteLine(WorkerProtocol.Write(command));
        worker.Input.Flush();
    }

    private static List<TrialEvent> Events(SweepProgram worker) =>
        [.. worker.Output.Split('\n').Select(WorkerProtocol.TryReadEvent).OfType<TrialEvent>()];

    private static List<TrialReport> Reports(SweepProgram worker) => [.. Events(worker).OfType<TrialReport>()];

    private static long ResidentKilobytes(int pid) =>
        long.Parse(File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
