using Sweep.Contracts;
using Sweep.Experiments.Worker;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Tests.Workers;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Fuzz;

/// <summary>Whatever bytes a worker writes, its slot goes on: it takes them for events, or it ends the attempt with a reason.</summary>
public sealed class WorkerOutputFuzzTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly WorkerSettings Settings = new()
    {
        Folders = new SweepFolders("/checkpoints"),
        ReadyLimit = TimeSpan.FromSeconds(60),
        HangLimit = TimeSpan.FromSeconds(300),
        StopLimit = TimeSpan.FromSeconds(10),
    };

    private static readonly string[] Words =
    [
        "type", "ready", "started", "progress", "report", "ended", "\"", "\\", "\\ud800", "{", "}", "[", "]", ",", ":", "[[", "\r", "\n",
        "\0", "\u001b[31m", "\ufeff", "😀", "0", "-1", "1.5", "1e400", "2147483648", "9223372036854775808", "NaN", "null", "true",
        "{\"type\":\"ready\",\"protocol\":1}\n", "{\"type\":\"ready\",\"protocol\":2}\n", "{\"type\":\"started\",\"epochs\":2}\n",
        "{\"type\":\"report\",\"epoch\":1,\"metrics\":{\"loss\":1}}\n", "{\"type\":\"ended\",\"outcome\":\"completed\"}\n",
        "{\"type\":\"ended\",\"outcome\":\"out_of_memory\",\"reason\":\"bad_alloc\"}\n",
    ];

    [Fact]
    public Task No_mutated_output_of_a_worker_breaks_its_slot() =>
        new FuzzRun(new Mutator([RealInputs.Utf8(string.Join('\n', RealInputs.Messages) + "\n"),
            .. RealInputs.Messages.Select(message => RealInputs.Utf8(message + "\n"))], Words), Live).Run(standard: 50_000);

    private static void Live(byte[] bytes)
    {
        var life = new WorkerLife(Settings);
        var effects = new List<WorkerEffect>();
        Assert.True(life.Run(Orders.For(0), Now, effects));
        life.Line(1, WorkerProtocol.Write(new WorkerReady { Protocol = WorkerProtocol.Version }), "", Now, effects);
        var splitter = new LineSplitter(limit: 4096);
        var middle = bytes.Length / 2;
        foreach (var line in (string[])[.. splitter.Add(bytes.AsSpan(0, middle)), .. splitter.Add(bytes.AsSpan(middle)), .. splitter.End()])
            life.Line(1, line, "", Now, effects);
        life.Exited(1, new WorkerExit(1), "", Now, effects);

        var ended = effects.OfType<EmitEvent>().Select(effect => effect.Event).OfType<TrialEnded>();
        Assert.True(Assert.Single(ended) is { Outcome: AttemptOutcome.Completed } or { Reason: not "" });
    }
}
