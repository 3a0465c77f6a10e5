using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Fuzz;

/// <summary>Whatever a line of a node, a worker or a program holds, it is a message or it is none.</summary>
public sealed class ProtocolFuzzTests
{
    private static readonly string[] Words =
    [
        "type", "ready", "started", "progress", "report", "ended", "start", "stop", "protocol", "program", "epoch", "epochs", "epochs_done",
        "metrics", "seconds", "fraction", "tokens_per_second",
        "train_perplexity", "outcome", "reason", "completed", "preempted", "diverged", "loss", "config", "seed", "command", "$type", "$id",
        "$ref", "$values", "$schema",
        "\"", "\\\"", "\\", "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\x", "{", "}", "[", "]", ",", ":", "{\"a\":", "[[", "{}",
        "[]", "//", "/**/", " ", "\t", "\r", "\n", "\u0085", "\u2028", "\ufeff", "\0", "\u001b[31m", "é", "😀",
        "0", "-0", "1", "-1", "1.0", "1.5", "01", "+1", "1.", ".5", "1e400", "-1e400", "1e-400", "5e-324", "1e308", "2147483647",
        "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e9", "1E+2",
        "99999999999999999999999999999999999999999999", "NaN", "Infinity", "-Infinity", "\"NaN\"", "\"Infinity\"", "\"1\"", "true", "false",
        "null", "nul", "undefined", "'a'",
        "\"type\":\"report\",", "\"type\":1,", "\"type\":null,", "\"epoch\":1,", "\"metrics\":null,", "\"metrics\":{},",
        "\"metrics\":{\"loss\":1,\"loss\":2},", "\"metrics\":{\"\":1},", "\"\":0,", "\"\\ud800\":1,", "{\"loss\": NaN}",
        "{\"loss\": -Infinity, \"a\": \"NaN\"}",
    ];

    private static readonly string[] Programs = ["""{"loss": 0.25, "epoch": 3}""", """{"loss": NaN, "accuracy": Infinity}""",
        """{"type":"report","epoch":1,"metrics":{"loss":-Infinity}}""",
        """{"type":"stop","outcome":"interrupted","reason":"the node is closing"}"""];

    [Fact]
    public Task No_mutated_line_breaks_the_protocol() =>
        new FuzzRun(new Mutator([.. RealInputs.Messages.Concat(Programs).Select(RealInputs.Utf8)], Words), Hear).Run(standard: 100_000);

    private static void Hear(byte[] bytes)
    {
        foreach (var line in Encoding.UTF8.GetString(bytes).Split('\n'))
        {
            if (WorkerProtocol.TryReadEvent(line) is { } message && EventRules.Flaw(message) is null)
                Assert.NotNull(WorkerProtocol.TryReadEvent(WorkerProtocol.Write(message)));
            HearAsWorker(line);
            HearAsProgram(line);
        }
    }

    private static void HearAsWorker(string line)
    {
        try
        {
            Assert.NotNull(WorkerProtocol.ReadCommand(line));
        }
        catch (JsonException e)
        {
            Assert.NotEmpty(e.Message);
        }
    }

    private static void HearAsProgram(string line)
    {
        try
        {
            if (LooseJson.TryReadObject(line) is not { } said) return;
            foreach (var (name, value) in said.ToArray())
            {
                Assert.NotNull(name);
                _ = LooseJson.Number(value);
            }

            _ = (said["metrics"] as JsonObject)?.ToArray();
            _ = WorkerProtocol.TryReadEvent(said.ToJsonString());
        }
        catch (TrialException e)
        {
            Assert.Equal(AttemptOutcome.Error, e.Outcome);
        }
    }
}
