using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>The key <c>warm_start</c>, and what fits a file.</summary>
public sealed class WarmStartKeyTests
{
    private const string Head =
        "name: t\nmethod: tpe\nmetric: {name: val_perplexity}\nparameters: {lr: {min: 0.1, max: 1}, cell: [rnn, gru], epochs: 4}\n";

    [Theory]
    [InlineData("warm_start: old", "old 5:13")]
    [InlineData("warm_start: [old, 2024]", "old 5:14 2024 5:19")]
    [InlineData("seed: 1", "")]
    public void One_or_several_sweeps_are_named(string line, string sources) => Assert.Equal(
        sources,
        string.Join(' ', Good(Head + line).WarmStart.Select(source => $"{source.Name} {source.At.Line}:{source.At.Column}")));

    [Theory]
    [InlineData("{a: 1}", "5:13 'warm_start' is the name of another sweep, or a list of names; found a map with the key 'a'")]
    [InlineData("[]", "5:13 'warm_start' is the name of another sweep, or a list of names; found an empty list")]
    [InlineData("[[a]]", "5:14 'warm_start' is the name of another sweep, or a list of names; found a list")]
    [InlineData("", "5:12 'warm_start' is the name of another sweep, or a list of names; found nothing")]
    [InlineData("t", "5:13 'warm_start' names this sweep itself ('t'): name another one")]
    [InlineData("[a, b, a]", "5:20 'warm_start' names 'a' twice: remove one")]
    public void Rejects(string value, string error) => Assert.Equal([error], Errors($"{Head}warm_start: {value}".TrimEnd()));

    [Theory]
    [InlineData("grid")]
    [InlineData("random")]
    [InlineData("sobol")]
    public void A_method_that_looks_at_no_results_cannot_be_told_any(string method) => Assert.Equal(
        [$"3:1 'warm_start' tells the method what other sweeps have found, and method '{method}' looks at no results: use 'bayes', 'gp', " +
            "'tpe', 'cmaes' or 'nsga2', or remove it"],
        Errors($"name: t\nmethod: {method}\nwarm_start: old\nrun_cap: 3\nparameters: {{cell: [rnn, gru], epochs: 4}}"));

    [Fact]
    public void Defaults_of_the_experiment_stand_for_what_only_one_of_the_two_files_names()
    {
        // 'layers' is 1 by default and 'cell' is rnn; 'hidden' is 256.
        string[] configs =
        [
            """{"lr":0.5,"layers":1,"epochs":4}""", """{"lr":0.5,"hidden":128,"epochs":4}""", """{"lr":0.2,"cell":"gru","epochs":4}""",
            """{"lr":0.2,"cell":"gru","epochs":8}""",
        ];
        var trials = configs.Select((config, n) => new TrialRow
        {
            Sweep = "old",
            Plan = new() { Number = n, Config = config },
            Status = TrialStatus.Completed,
            Metric = n,
        }).ToList();

        var metrics = trials.Select(trial => new MetricRow(trial.Number, 1, trial.Metric!.Value)).ToList();

        var taken = Good(Head).TakeFrom(trials, metrics, needed: 1);

        Assert.Equal(
            ["""{"lr":0.5,"cell":"rnn","epochs":4} 0""", """{"lr":0.2,"cell":"gru","epochs":4} 2"""],
            taken.Known.Select(one => $"{one.Config.Json} {one.Loss}"));
        Assert.Equal(["epochs 1", "hidden 1"], taken.Misfits.Select(misfit => $"{misfit.Key} {misfit.Value}").Order());
    }
}
