using Sweep.Contracts;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class TopLevelKeysTests
{
    private const string Cells = """
        name: cells
        description: Which recurrent cell, and does depth help?
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        replicates: 2
        parameters:
          cell: [rnn, gru, lstm]
          layers: [1, 2]
          corpus: grammar
          hidden: 256
          lr: 0.5
          epochs: 30
        """;

    [Fact]
    public void Accepts_the_file_of_the_readme()
    {
        var spec = Good(Cells);

        Assert.Equal(("cells", "Which recurrent cell, and does depth help?"), (spec.Name, spec.Description));
        Assert.Equal(("language-model", "val_perplexity", false), (spec.Experiment, spec.Metric, spec.Maximize));
        Assert.Equal((2, 2, 0L, null, 0), (spec.Replicates, spec.Retries, spec.Seed, spec.Gpus, spec.Priority));
        Assert.Equal((null, null, null, null), (spec.Target, spec.MaxTrials, spec.MaxTime, spec.MemoryBytes));
        Assert.Equal(("grid", 6), (spec.Sampler.Name, spec.Sampler.Count));
        Assert.Equal("none", spec.NewStopper().Name);
        Assert.Equal(Cells, spec.Yaml);
        Assert.Equal("cell=rnn layers=1 corpus=grammar hidden=256 lr=0.5 epochs=30", Configurations(spec)[0]);
        Assert.Equal("cell=rnn layers=2 corpus=grammar hidden=256 lr=0.5 epochs=30", Configurations(spec)[1]);
    }

    [Fact]
    public void Accepts_every_other_key()
    {
        var spec = Good("""
            name: 2-all.of_it
            method: random
            metric: {name: train_perplexity, goal: maximize, target: 3.5, summary: last}
            parameters: {epochs: 1, lr: {min: 0.1, max: 1}}
            run_cap: 40
            budget: {trials: 30, time: 2h30m}
            replicates: 3
            seed: -5
            retries: 0
            resources: {gpus: 0.25, memory: 4 GiB}
            """);

        Assert.Equal(("train_perplexity", true, 3.5, MetricSummary.Last), (spec.Metric, spec.Maximize, spec.Target, spec.Summary));
        Assert.Equal("ranked by train_perplexity of the last epoch (highest first)", spec.Order);
        Assert.Equal((30, new TimeSpan(2, 30, 0)), (spec.MaxTrials, spec.MaxTime));
        Assert.Equal((3, -5L, 0), (spec.Replicates, spec.Seed, spec.Retries));
        Assert.Equal((0.25, 4L * 1024 * 1024 * 1024), (spec.Gpus, spec.MemoryBytes));
    }

    [Fact]
    public void Accepts_a_metric_by_its_name_alone() =>
        Assert.Equal("train_perplexity", Good(Grid("epochs: 1") + "metric: train_perplexity\n").Metric);

    [Theory]
    [InlineData("")]
    [InlineData("metric: train_perplexity")]
    [InlineData("metric: {name: train_perplexity, summary: best}")]
    public void The_best_report_is_the_value_of_a_trial_unless_the_file_says_otherwise(string line) =>
        Assert.Equal(MetricSummary.Best, Good(Grid("epochs: 1") + line).Summary);

    [Fact]
    public void Accepts_no_metric_where_the_experiment_has_one() => Assert.Equal("val_perplexity", Good(Grid("epochs: 1")).Metric);

    [Theory]
    [InlineData("budget: {time: 90s}", 90)]
    [InlineData("budget: {time: 45m}", 2700)]
    [InlineData("budget: {time: 1d 2h}", 93600)]
    [InlineData("budget: {time: 1.5h}", 5400)]
    public void Accepts_durations(string line, double seconds) =>
        Assert.Equal(seconds, Good(Grid("epochs: 1") + line).MaxTime!.Value.TotalSeconds);

    [Theory]
    [InlineData("512 MiB", 512L * 1024 * 1024)]
    [InlineData("1.5GB", 1_500_000_000L)]
    [InlineData("64 kB", 64_000L)]
    public void Accepts_sizes(string size, long bytes) =>
        Assert.Equal(bytes, Good(Grid("epochs: 1") + $"resources: {{memory: {size}}}").MemoryBytes);

    [Theory]
    [InlineData("run_caps: 3", "5:1 unknown key 'run_caps' in a sweep file; did you mean 'run_cap'? (keys: name, description, method, " +
        "metric, metrics, parameters, constraints, outcome_constraints, early_terminate, run_cap, program, command, workdir, wandb, " +
        "experiment, assembly, replicates, seed, resources, priority, retries, budget, timeout, deterministic, enqueue, warm_start, " +
        "notify)")]
    [InlineData("deterministic: yes please", "5:16 'deterministic' is true or false, found the text 'yes please'")]
    [InlineData("deterministic: {width: 0}", "5:24 'deterministic.width' is a whole number from 1 to 1000, found 0")]
    [InlineData("deterministic: true\nbudget: {time: 1h}",
        "5:1 'deterministic' and 'budget.time' exclude each other: when that is reached depends on timing")]
    [InlineData("run_cap: 0", "5:10 'run_cap' is a whole number of at least 1, found 0")]
    [InlineData("run_cap: many", "5:10 'run_cap' is a whole number of at least 1, found the text 'many'")]
    [InlineData("run_cap: 2.5", "5:10 'run_cap' is a whole number of at least 1, found 2.5")]
    [InlineData("run_cap:", "5:9 'run_cap' is a whole number of at least 1, found nothing: give it a value or remove the key")]
    [InlineData("run_cap: [1]", "5:10 'run_cap' is a whole number of at least 1, found a list")]
    [InlineData("replicates: 0", "5:13 'replicates' is a whole number from 1 to 10000, found 0")]
    [InlineData("retries: -1", "5:10 'retries' is a whole number from 0 to 1000, found -1")]
    [InlineData("seed: 1.5", "5:7 'seed' is a whole number, found 1.5")]
    [InlineData("metric: >-\n\n", "5:9 'metric' is a text, found the text ''")]
    [InlineData("metric: >-\n\n\nreplicates: 1", "5:9 'metric' is a text, found the text ''")]
    [InlineData("metric: \"\"", "5:9 'metric' is a text, found the text ''")]
    [InlineData("metric: val_perplexty", "5:9 no report of 'language-model' carries the metric 'val_perplexty'; did you mean " +
        "'val_perplexity'? (metrics: train_perplexity, val_perplexity)")]
    [InlineData("metric: {name: val_perplexity, goal: minimise}",
        "5:38 'metric.goal' is 'minimize' or 'maximize', found the text 'minimise'; did you mean 'minimize'?")]
    [InlineData("metric: ''", "5:9 'metric' is a text, found the text ''")]
    [InlineData("metric: {name: val_perplexity, summary: mean}",
        "5:41 'metric.summary' is 'best' or 'last', found the text 'mean'")]
    [InlineData("metric: {name: val_perplexity, summary: lst}",
        "5:41 'metric.summary' is 'best' or 'last', found the text 'lst'; did you mean 'last'?")]
    [InlineData("metric: {name: val_perplexity, summary: 1}", "5:41 'metric.summary' is 'best' or 'last', found 1")]
    [InlineData("metric: {name: val_perplexity, target: low}", "5:40 'metric.target' is a number, found the text 'low'")]
    [InlineData("metric: {nam: val_perplexity}", "5:10 unknown key 'nam' in 'metric'; did you mean 'name'? (keys: name, goal, target, " +
        "summary)")]
    [InlineData("metric: 3", "5:9 'metric' is a map with the keys 'name' and 'goal', found 3")]
    [InlineData("budget: {time: 3x}", "5:16 'time' is a duration such as 2h30m, 45m or 90s (d, h, m, s); found the text '3x'")]
    [InlineData("budget: {time: 30}", "5:16 'time' is a duration such as 2h30m, 45m or 90s (d, h, m, s); found 30")]
    [InlineData("budget: {trials: 0}", "5:18 'budget.trials' is a whole number of at least 1, found 0")]
    [InlineData("budget: {}", "5:9 'budget' is a map with the keys 'trials' and 'time', found an empty map")]
    [InlineData("resources: {gpus: -1}", "5:19 'resources.gpus' is a number from 0 to 1 (a trial uses at most one GPU here), found -1")]
    [InlineData("priority: 101", "5:11 'priority' is a whole number from -100 to 100, found 101")]
    [InlineData("resources: {gpus: 3}", "5:19 'resources.gpus' is a number from 0 to 1 (a trial uses at most one GPU here), found 3")]
    [InlineData("resources: {memory: 4}", "5:21 'memory' is a size with its unit, such as 4 GiB or 512 MiB; found 4")]
    [InlineData("description: [a]", "5:14 'description' is a text, found a list")]
    [InlineData("experiment: langage-model",
        "5:13 there is no experiment 'langage-model'; did you mean 'language-model'? (experiments: language-model, program)")]
    [InlineData("name: u", "5:1 'name' is given twice (first on line 1): keep one of them")]
    public void Rejects(string line, string error) => Assert.Equal([error], Errors(Grid("epochs: 1") + line));

    [Theory]
    [InlineData("custom", "2:9 method 'custom' is not available in this version: use 'grid' or 'random'")]
    public void Rejects_a_method(string method, string error) =>
        Assert.Equal([error], Errors($"name: t\nmethod: {method}\nparameters: {{epochs: 1}}"));

    [Fact]
    public void Rejects_missing_keys_all_at_once() => Assert.Equal(
        [
            "1:1 the key 'name' is missing: it names the sweep in the results database",
            "1:1 the key 'method' is missing: 'grid' tries every combination, 'random' draws them",
            "1:1 the key 'parameters' is missing: it says what the sweep varies",
            "1:1 'language-model' needs the parameter 'epochs', a whole number of at least 1: Epochs.",
        ],
        Errors("description: nothing else"));

    [Fact]
    public void Reports_a_misspelt_key_once_not_also_as_missing() =>
        Assert.StartsWith("2:1 unknown key 'metod' in a sweep file; did you mean 'method'?",
            Assert.Single(Errors("name: t\nmetod: grid\nparameters: {epochs: 1}")), StringComparison.Ordinal);

    [Theory]
    [InlineData("_", "it starts with '_'")]
    [InlineData("日本", "'日' is not allowed")]
    [InlineData("😀", "'😀' is not allowed")]
    [InlineData("'/'", "'/' is not allowed")]
    [InlineData("' '", "a blank is not allowed")]
    public void Rejects_a_name_of_which_nothing_is_left_with_the_character_that_is_not_allowed(string name, string reason) => Assert.Equal(
        [
            $"1:7 '{name.Trim('\'')}' cannot be a sweep's name: {reason} (up to 100 letters, digits, '.', '_' and '-', starting with a "
                + "letter or digit)",
        ],
        Errors($"name: {name}\nmethod: grid\nparameters: {{epochs: 1}}"));

    [Theory]
    [InlineData(101)]
    [InlineData(300)]
    public void Rejects_a_name_that_is_too_long_with_its_length(int length) => Assert.Contains(
        $"it has {length} characters, at most 100 are allowed",
        Assert.Single(Errors($"name: {new string('a', length)}\nmethod: grid\nparameters: {{epochs: 1}}")), StringComparison.Ordinal);

    [Fact]
    public void Reports_errors_by_position_and_counts_those_beyond_a_screenful()
    {
        var errors = Read(Grid("epochs: 1") + string.Concat(Enumerable.Range(0, 30).Select(i => $"wrong{i}: 1\n"))).Errors;

        Assert.Equal(21, errors.Count);
        Assert.Equal(Enumerable.Range(5, 20), errors.Take(20).Select(error => error.Line));
        Assert.Equal("and 10 more errors: correct these first", errors[20].Message);
    }
}
