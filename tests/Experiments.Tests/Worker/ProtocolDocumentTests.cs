using System.Diagnostics;
using System.Text.RegularExpressions;
using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>docs/worker-protocol.md is what other people implement: its examples must be true.</summary>
public sealed partial class ProtocolDocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Root(), "docs", "worker-protocol.md"));

    [Fact]
    public void Every_message_of_the_conversation_is_read_as_its_type()
    {
        // Messages are broken into several lines there, to be read by people.
        var conversation = Blocks().First(block => block.StartsWith("< ", StringComparison.Ordinal));
        var messages = Message().Matches(conversation)
            .Select(m => (From: m.Groups[1].Value, Line: m.Groups[2].Value.Replace("\n", ""))).ToList();

        Assert.Equal(
            [typeof(WorkerReady), typeof(TrialStarted), typeof(TrialProgress), typeof(TrialReport), typeof(TrialReport),
                typeof(TrialEnded)],
            messages.Where(m => m.From == "<").Select(m => WorkerProtocol.TryReadEvent(m.Line)?.GetType()));
        var start = Assert.IsType<StartTrial>(WorkerProtocol.ReadCommand(messages.First(m => m.From == ">").Line));
        Assert.Equal((17, 42L, "val_perplexity"), (start.Trial, start.Seed, start.Metric));
    }

    [Fact]
    public void The_stop_command_is_read()
    {
        var line = Blocks().Single(block => block.StartsWith("{\"type\":\"stop\"", StringComparison.Ordinal)).Trim();

        Assert.Equal(AttemptOutcome.Interrupted, Assert.IsType<StopTrial>(WorkerProtocol.ReadCommand(line)).Outcome);
    }

    [Fact]
    public void Every_outcome_a_worker_may_answer_is_in_the_table()
    {
        AttemptOutcome[] ofTheNodeAlone = [AttemptOutcome.Crashed, AttemptOutcome.Hung, AttemptOutcome.LostNode];

        Assert.All(Enum.GetValues<AttemptOutcome>().Except(ofTheNodeAlone), outcome =>
        {
            var line = WorkerProtocol.Write(new TrialEnded { Outcome = outcome });
            Assert.Contains($"`{Outcome().Match(line).Groups[1].Value}`", Text);
        });
    }

    [Fact]
    public async Task The_complete_worker_holds_a_conversation_and_dies_with_its_input()
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python), $"no {python} on this machine");
        var script = Path.GetTempFileName();
        var cancel = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(
            script, Blocks().Single(block => block.StartsWith("#!/usr/bin/env python3", StringComparison.Ordinal)), cancel);
        using var worker =
            Process.Start(new ProcessStartInfo(python, script) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        async Task<TrialEvent?> Next() => WorkerProtocol.TryReadEvent(await worker.StandardOutput.ReadLineAsync(cancel) ?? "");

        Assert.Equal(1, Assert.IsType<WorkerReady>(await Next()).Protocol);
        await worker.StandardInput.WriteLineAsync(WorkerProtocol.Write(WorkerHarness.Order("program", """{"lr": 0.25}""")));
        await worker.StandardInput.FlushAsync(cancel);
        Assert.Equal(5, Assert.IsType<TrialStarted>(await Next()).Epochs);
        for (var epoch = 1; epoch <= 5; epoch++)
            Assert.Equal(9 * Math.Pow(0.25, epoch), Assert.IsType<TrialReport>(await Next()).Metrics["loss"], 9);
        // (x - 3) halves with each step
        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(await Next()).Outcome);
        worker.StandardInput.Close();
        await worker.WaitForExitAsync(cancel);

        Assert.Equal(0, worker.ExitCode);
        File.Delete(script);
    }

    private static IEnumerable<string> Blocks() => Block().Matches(Text).Select(m => m.Groups[1].Value);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sweep.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("```[a-z]*\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("^([<>]) (\\{\"type\":\"[a-z]+\",\"(?:.|\n   )*?\\})$", RegexOptions.Multiline)]
    private static partial Regex Message();

    [GeneratedRegex("\"outcome\":\"([a-z_]+)\"")]
    private static partial Regex Outcome();
}
