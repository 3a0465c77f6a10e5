using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Search.Objectives;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

/// <summary><c>metrics</c> and <c>outcome_constraints</c>.</summary>
public sealed class GoalKeysTests
{
    /// <summary>What is in question begins on line 4.</summary>
    private const string Head = "name: t\nparameters: {lr: {min: 0.1, max: 1}, epochs: 4}\nrun_cap: 20\n";

    private const string Program = "name: t\ncommand: [train, \"${args}\"]\nparameters: {lr: {min: 0.1, max: 1}}\nrun_cap: 20\n";

    [Fact]
    public void Several_objectives_are_read_and_the_first_is_the_metric()
    {
        var spec = Good(Program + "method: nsga2\nmetrics: [{name: loss, summary: last}, {name: gain, goal: maximize}, seconds]");

        Assert.Equal([new("loss"), new("gain", Maximize: true), new Objective("seconds")], spec.Goals.Objectives);
        Assert.Equal(("loss", false, MetricSummary.Last), (spec.Metric, spec.Maximize, spec.Summary));
        Assert.Equal(
            "ranked by Pareto fronts of loss (lowest first), gain (highest first), seconds (lowest first), at the last epoch", spec.Order);
        Assert.Equal(spec.Goals, spec.StrategyRules().Goals);
        Assert.Equal(spec.Goals, spec.Rules().Goals);
    }

    [Theory]
    [InlineData("grid"), InlineData("random"), InlineData("sobol"), InlineData("bayes"), InlineData("nsga2")]
    public void Methods_that_look_at_no_results_or_at_all_of_them_take_several(string method) =>
        Assert.Equal(method, Good("name: t\nparameters: {lr: [0.1, 1], epochs: 4}\nmetrics: [val_perplexity, train_perplexity]\n" +
            $"method: {method}\nreplicates: 3").Sampler.Name);

    [Fact]
    public void With_several_objectives_bayes_is_nsga2_and_no_seeds_are_raced()
    {
        var spec = Good(Program + "method: bayes\nmetrics: [loss, seconds]\nreplicates: 3");

        Assert.Equal("nsga2", (string?)spec.Sampler.Suggest(0, Sweep.Search.Samplers.SearchHistory.Empty)!.Evidence!["picked"]);
        Assert.False(spec.Races);
    }

    [Fact]
    public void Constraints_on_outcomes_are_read()
    {
        var spec = Good(Program + "method: tpe\nmetric: loss\noutcome_constraints: ['seconds <= 3', params < 1e6]");

        Assert.Equal(["seconds <= 3", "params < 1e6"], spec.Goals.Constraints.Select(constraint => constraint.Text));
        Assert.Equal(["seconds", "params"], spec.Rules().Goals!.Others);
        Assert.Equal("ranked by loss (lowest first); last what breaks seconds <= 3 or params < 1e6", spec.Order);
        Assert.Single(Good(Program + "method: tpe\nmetric: loss\noutcome_constraints: seconds <= 3").Goals.Constraints);
        Assert.Null(Good(Program + "method: tpe\nmetric: loss").StrategyRules().Goals);
    }

    [Theory]
    [InlineData("metrics: [val_perplexity]", "4:10 'metrics' is a list of 2 to 8 objectives, for example [{name: loss, goal: minimize}, " +
        "{name: seconds, goal: minimize}]; found a list of 1: for one objective write 'metric'")]
    [InlineData("metrics: {name: val_perplexity}", "4:10 'metrics' is a list of 2 to 8 objectives, for example [{name: loss, goal: " +
        "minimize}, {name: seconds, goal: minimize}]; found a map with the key 'name': for one objective write 'metric'")]
    [InlineData("metric: val_perplexity\nmetrics: [val_perplexity, train_perplexity]",
        "5:1 'metrics' names several objectives and 'metric' names one: keep one of both keys")]
    [InlineData("metrics: [val_perplexity, val_perplexity]", "4:27 'metrics' names 'val_perplexity' twice: name each objective once")]
    [InlineData("metrics: [val_perplexity, train_perplexty]",
        "4:27 no report of 'language-model' carries the metric 'train_perplexty'; did you mean 'train_perplexity'? (metrics: " +
            "train_perplexity, val_perplexity)")]
    [InlineData("metrics: [val_perplexity, {goal: minimize}]", "4:27 an objective needs the key 'name': the metric that reports carry")]
    [InlineData("metrics: [val_perplexity, [1]]", "4:27 an objective is a map with the keys 'name' and 'goal', found a list")]
    [InlineData("metrics: [{name: val_perplexity, target: 3}, train_perplexity]",
        "4:34 'target' ends a sweep at a value of its only metric, and this one has several objectives: remove it, or name one 'metric' " +
            "with a target and make limits of the others with 'outcome_constraints'")]
    [InlineData("metrics: [val_perplexity, {name: train_perplexity, summary: last}]",
        "4:52 the values of all objectives are those of one epoch, which 'summary' of the first objective chooses: write it there")]
    [InlineData("metrics: [val_perplexity, {name: train_perplexity, gaol: minimize}]",
        "4:52 unknown key 'gaol' in an objective; did you mean 'goal'? (keys: name, goal)")]
    [InlineData("outcome_constraints: 3", "4:22 'outcome_constraints' is a list of conditions on metrics, for example ['seconds <= 3']; " +
        "found 3")]
    [InlineData("outcome_constraints: [val_perplexity]",
        "4:23 in the outcome constraint 'val_perplexity': expected one comparison with '<', '<=', '>' or '>=', such as 'seconds <= 3', " +
            "found none; write several conditions as several lines, all of them should hold")]
    [InlineData("outcome_constraints: [3 < 4]", "4:23 the outcome constraint '3 < 4' names no metric, so it can change nothing: remove it")]
    [InlineData("outcome_constraints: ['lr < 0.5']",
        "4:24 no report of 'language-model' carries the metric 'lr'; it is a parameter, and conditions on these stand in 'constraints' " +
            "(metrics: train_perplexity, val_perplexity)")]
    public void What_is_wrong_is_told_with_its_place(string lines, string expected) =>
        Assert.Equal([expected], Errors($"{Head}{lines}\nmethod: random"));

    [Theory]
    [InlineData("method: tpe", "5:1 method 'tpe' learns from one metric, and 'metrics' names 2 objectives: use 'nsga2', or 'bayes', " +
        "which picks it; or name one 'metric' and make limits of the others with 'outcome_constraints'")]
    [InlineData("method: random\nearly_terminate: {type: median}", "6:1 'early_terminate' compares trials by one metric, and 'metrics' " +
        "names 2 objectives: remove it, or name one 'metric' and make limits of the others with 'outcome_constraints'")]
    [InlineData("method: random\nreplicates: {seeds: 3, racing: true}", "6:32 'replicates.racing: true' compares configurations by one " +
        "metric, and 'metrics' names 2 objectives: write 'racing: false', or name one 'metric' and make limits of the others with " +
        "'outcome_constraints'")]
    public void What_compares_by_one_metric_is_refused_beside_several(string lines, string expected) =>
        Assert.Equal([expected], Errors($"{Head}metrics: [val_perplexity, train_perplexity]\n{lines}"));

    [Fact]
    public void A_constraint_on_outcomes_needs_something_to_rank_by() => Assert.Equal(
        ["5:1 'outcome_constraints' says which of the ranked trials count, and the file names no metric to rank by: add 'metric: {name: " +
            "loss, goal: minimize}'"],
        Errors(Program + "outcome_constraints: [seconds <= 3]\nmethod: random"));

    [Fact]
    public void A_metric_that_is_called_as_a_parameter_is_told() => Assert.StartsWith(
        "'lr' is a parameter too; in 'outcome_constraints' it is the metric of that name in reports",
        Assert.Single(Read(Program + "metric: loss\noutcome_constraints: [lr <= 3]\nmethod: random").Notices).Message,
        StringComparison.Ordinal);
}
