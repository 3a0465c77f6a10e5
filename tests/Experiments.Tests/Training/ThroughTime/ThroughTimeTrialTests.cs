using Sweep.Contracts;
using Sweep.Experiments.LanguageModels;
using Sweep.Experiments.LanguageModels.ThroughTime;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Tests.Training.ThroughTime;

/// <summary>Whole trials that go back beyond their windows, or record what gradients do.</summary>
[Collection(LibtorchCollection.Name)]
public sealed class ThroughTimeTrialTests
{
    [Theory]
    [InlineData("full", "rnn", 0)]
    [InlineData("random", "gru", 0)]
    [InlineData("random", "lstm", 0.3)]
    [InlineData("full", "lstm", 0.3)]
    public void Interrupted_within_a_stretch_a_trial_gives_the_bits_of_an_undisturbed_one(string truncation, string cell, double dropout)
    {
        using var undisturbed = new TrainingHarness();
        using var disturbed = new TrainingHarness();
        var config = $$"""{"truncation": "{{truncation}}", "cell": "{{cell}}", "dropout": {{dropout}}, "layers": 2, "epochs": 2}""";

        var whole = undisturbed.Run(undisturbed.Order(TrainingHarness.Config(config)));
        foreach (var after in new[] { 7, 11, undisturbed.Steps / 2 })
            disturbed.Run(disturbed.Order(TrainingHarness.Config(config)), interruptAfter: after);
        var gone = disturbed.Run(disturbed.Order(TrainingHarness.Config(config)));

        Assert.Equal(AttemptOutcome.Completed, Assert.IsType<TrialEnded>(gone[^1]).Outcome);
        Assert.Equal(TrainingHarness.Bits(whole), TrainingHarness.Bits(gone));
    }

    [Fact]
    public void What_was_read_of_a_stretch_is_read_again_before_the_first_step_with_a_sign_after_each_window()
    {
        using var harness = new TrainingHarness();
        var order = harness.Order(TrainingHarness.Config("""{"truncation": "full"}"""));
        harness.Run(order, interruptAfter: 9);

        var signs = harness.Run(order, new SteppingClock(), (trial, _) => Stop(trial)).OfType<TrialProgress>().ToList();

        Assert.Equal(10, signs.Count);
        Assert.Single(signs[..^1].Select(sign => sign.Fraction).Distinct());
    }

    private static void Stop(TrialContext trial) =>
        trial.AskToStop(new StopTrial { Outcome = AttemptOutcome.Interrupted, Reason = "test" });

    [Fact]
    public void A_random_trial_without_cuts_is_a_full_one() => Assert.Equal(
        Bits("""{"truncation": "full", "cell": "rnn"}"""),
        Bits("""{"truncation": "random", "truncation_cut": 0, "cell": "rnn"}"""));

    [Fact]
    public void A_full_trial_changes_its_parameters_once_an_epoch()
    {
        // The losses of the first epoch are those of the initial parameters, so they do not depend on the learning rate.
        static double First(string lr) =>
            TrainingHarness.Reports(Run($$"""{"truncation": "full", "lr": {{lr}}}"""))[0].Metrics["train_perplexity"];

        Assert.Equal(First("0.1"), First("0.9"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"cell": "gru", "layers": 2, "dropout": 0.3}""")]
    [InlineData("""{"cell": "rnn", "nonlinearity": "relu", "truncation": "random"}""")]
    [InlineData("""{"cell": "lstm", "layers": 2, "dropout": 0.3, "dropout_input": 0.2, "dropout_output": 0.2, "dropout_recurrent": 0.2}""")]
    [InlineData("""{"cell": "gru", "precision": "bf16", "sampling": "random", "dropout_recurrent": 0.2, "epochs": 2}""")]
    public void Looking_at_gradients_does_not_change_a_bit_of_training(string more)
    {
        var looking = Run(more.Replace("}", (more == "{}" ? "" : ", ") + "\"diagnostics\": \"gradients\"}"));

        var others = looking.Select(one => one is TrialReport report ? report with { Metrics = Others(report.Metrics) } : one);
        Assert.Equal(Bits(more), TrainingHarness.Bits(others));
    }

    [Fact]
    public void Reports_hold_a_norm_per_layer_state_and_lag_and_a_singular_value_per_layer_and_gate()
    {
        var report = TrainingHarness.Reports(Run(
            """{"cell": "lstm", "layers": 2, "num_steps": 10, "diagnostics": "gradients", "epochs": 1}""")).Single();

        var expected = (from state in new[] { "", "c_" }
                        from layer in new[] { 0, 1 }
                        from lag in new[] { 1, 2, 4, 8 }
                        select $"grad_norm_{state}l{layer}_lag{lag}")
            .Concat(from layer in new[] { 0, 1 } from gate in Enumerable.Range(0, 4) select $"sigma_max_l{layer}_gate{gate}");
        Assert.Equal(expected.Order(), report.Metrics.Keys.Except(LanguageModelMetrics.All).Order());
        Assert.All(report.Metrics.Values, value => Assert.True(value > 0));
    }

    [Fact]
    public void Lags_are_powers_of_two_within_the_window() => Assert.Equal([1, 2, 4, 8, 16, 32], GradientDiagnostics.Lags(35));

    [Theory]
    [InlineData("""{"truncation": "full", "sampling": "random"}""", "truncation: full goes back from window to window")]
    [InlineData("""{"truncation": "window", "truncation_cut": 0.5}""", "truncation_cut belongs to truncation: random, found window")]
    [InlineData("""{"diagnostics": "gradients", "bidirectional": true, "sampling": "random"}""", "diagnostics: gradients looks back")]
    public void What_does_not_go_together_is_refused(string config, string message)
    {
        var ended = Assert.IsType<TrialEnded>(Run(config)[^1]);

        Assert.Equal(AttemptOutcome.BadInput, ended.Outcome);
        Assert.Contains(message, ended.Reason, StringComparison.Ordinal);
    }

    private static Dictionary<string, double> Others(IReadOnlyDictionary<string, double> metrics) => metrics
        .Where(one => !one.Key.StartsWith("grad_norm_", StringComparison.Ordinal)
            && !one.Key.StartsWith("sigma_max_", StringComparison.Ordinal))
        .ToDictionary(one => one.Key, one => one.Value);

    private static string Bits(string config) => TrainingHarness.Bits(Run(config));

    private static List<TrialEvent> Run(string config)
    {
        using var harness = new TrainingHarness();
        return harness.Run(harness.Order(TrainingHarness.Config(config)));
    }
}
