using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Worker;

/// <summary>Which numbers of a worker make sense.</summary>
public sealed class EventRulesTests
{
    [Theory]
    [InlineData("""{"type":"report","epoch":0,"metrics":{}}""", "epoch must be at least 1, found 0")]
    [InlineData("""{"type":"report","epoch":-1,"metrics":{}}""", "epoch must be at least 1, found -1")]
    [InlineData("""{"type":"report","epoch":4,"metrics":{}}""", "epoch must be from 1 to 3, found 4")]
    [InlineData("""{"type":"report","epoch":1000000000,"metrics":{}}""", "epoch must be from 1 to 3, found 1000000000")]
    [InlineData("""{"type":"report","epoch":1,"metrics":{},"seconds":-1e308}""", "seconds must be from 0 to 1000000000, found -1E+308")]
    [InlineData("""{"type":"report","epoch":1,"metrics":{},"seconds":1e308}""", "seconds must be from 0 to 1000000000, found 1E+308")]
    [InlineData("""{"type":"report","epoch":1,"metrics":{},"seconds":1e999}""", "seconds must be from 0")]
    [InlineData("""{"type":"report","epoch":1,"metrics":{"loss":1,"speed":1e999}}""", "the metric 'speed' must be a finite number")]
    [InlineData("""{"type":"started","epochs":-1}""", "epochs must be from 0 to 1000000000, found -1")]
    [InlineData("""{"type":"started","epochs":2000000000}""", "epochs must be from 0 to 1000000000, found 2000000000")]
    [InlineData("""{"type":"started","epochs":3,"epochs_done":-7}""", "epochs_done must be from 0")]
    public void A_number_that_no_trial_of_three_epochs_has_is_named(string line, string problem) =>
        Assert.StartsWith(problem, new EventRules(3).Problem(WorkerProtocol.TryReadEvent(line)!));

    [Theory]
    [InlineData("""{"type":"report","epoch":1,"metrics":null}""")]
    [InlineData("""{"type":"report","epoch":1,"metrics":{"loss":null}}""")]
    [InlineData("""{"type":"report","epoch":1,"epoch":2,"metrics":{}}""")]
    [InlineData("""{"type":"report","epoch":1.5,"metrics":{}}""")]
    [InlineData("""{"type":"report","epoch":1e30,"metrics":{}}""")]
    [InlineData("""{"type":"report","epoch":4294967297,"metrics":{}}""")]
    [InlineData("""{"type":"report","epoch":"1","metrics":{}}""")]
    [InlineData("""{"type":"report","epoch":1,"metrics":{"loss":1,"loss":2}}""")]
    [InlineData("""{"type":"ended","outcome":99}""")]
    [InlineData("""{"type":"ended","outcome":null}""")]
    [InlineData("""{"type":"ready","protocol":99999999999}""")]
    public void What_is_no_number_or_stands_there_twice_is_no_message(string line) => Assert.Null(WorkerProtocol.TryReadEvent(line));

    [Fact]
    public void Every_epoch_is_reported_once_and_in_order()
    {
        var rules = new EventRules();

        Assert.Null(rules.Problem(Report(1)));
        Assert.Null(rules.Problem(Report(5)));
        Assert.Equal("epoch 5 comes after epoch 5; every epoch is reported once, in order", rules.Problem(Report(5)));
        Assert.Equal("epoch 2 comes after epoch 5; every epoch is reported once, in order", rules.Problem(Report(2)));
        Assert.Null(rules.Problem(Report(6)));
    }

    [Fact]
    public void A_trial_has_the_epochs_that_its_attempt_says_else_those_of_its_configuration()
    {
        var rules = EventRules.For(JsonNode.Parse("""{"epochs": 3}""")!.AsObject());
        Assert.NotNull(rules.Problem(Report(4)));

        Assert.Null(rules.Problem(new TrialStarted { Epochs = 5 }));

        Assert.Null(rules.Problem(Report(4)));
        Assert.NotNull(rules.Problem(Report(6)));
        Assert.Null(EventRules.For(JsonNode.Parse("""{"epochs": "many"}""")!.AsObject()).Problem(Report(1_000_000)));
    }

    [Fact]
    public void A_sign_of_life_ends_nothing_and_keeps_the_numbers_that_make_sense()
    {
        var sign = Assert.IsType<TrialProgress>(WorkerProtocol.TryReadEvent(
            """{"type":"progress","epoch":-3,"fraction":1e308,"tokens_per_second":1e999,"train_perplexity":-1e999}"""));

        Assert.Equal(new TrialProgress { Epoch = 0, Fraction = 1, TokensPerSecond = 0, TrainPerplexity = null }, sign);
        Assert.Equal(0.25, Assert.IsType<TrialProgress>(WorkerProtocol.TryReadEvent("""{"type":"progress","fraction":0.25}""")).Fraction);
    }

    private static TrialReport Report(int epoch) => new() { Epoch = epoch, Metrics = new Dictionary<string, double>() };
}
