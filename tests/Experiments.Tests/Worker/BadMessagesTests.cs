using System.Text.Json;
using Sweep.Contracts;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>Lines that are JSON, or nearly, and no message all the same.</summary>
public sealed class BadMessagesTests
{
    [Theory]
    [InlineData("""{"type":"report","epoch":1,"metrics":null}""")]
    [InlineData("""{"type":"started","epochs":2,"device":null}""")]
    [InlineData("""{"type":"ready","protocol":1,"program":null}""")]
    [InlineData("""{"type":"\ud800","epoch":1}""")]
    [InlineData("""{"type":"ended","outcome":"error","reason":"\ud800"}""")]
    [InlineData("""{"type":"ended","outcome":"\udc00"}""")]
    public void An_event_with_a_null_or_half_a_character_that_has_no_meaning_is_none(string line) =>
        Assert.Null(WorkerProtocol.TryReadEvent(line));

    [Theory]
    [InlineData("""{"type":"stop","outcome":"\ud800"}""")]
    [InlineData("""{"type":"stop","outcome":null}""")]
    [InlineData("null")]
    [InlineData("")]
    public void A_line_that_is_no_command_says_so(string line) => Assert.ThrowsAny<JsonException>(() => WorkerProtocol.ReadCommand(line));

    [Theory]
    [InlineData("""{"\ud800": 1}""")]
    [InlineData("""{"loss": "\ud800"}""")]
    [InlineData("""{"metrics": {"a": ["\udc00"]}}""")]
    public void A_program_that_writes_half_a_character_wrote_no_object(string line) => Assert.Null(LooseJson.TryReadObject(line));

    [Fact]
    public void A_key_that_stands_twice_is_found_at_any_depth()
    {
        var error = Assert.Throws<TrialException>(() =>
            LooseJson.TryReadObject("""{"type": "report", "metrics": {"loss": 1, "loss": 2}}"""));

        Assert.Equal(AttemptOutcome.Error, error.Outcome);
        Assert.Contains("has a key twice", error.Message, StringComparison.Ordinal);
    }
}
