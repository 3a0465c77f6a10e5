using CsCheck;
using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Search.Encodings;
using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>Configurations that a sweep file wants first.</summary>
public sealed class EnqueueTests
{
    private const string Head = "name: t\nmethod: tpe\nmetric: {name: val_perplexity}\nrun_cap: 20\n";

    private const string Parameters =
        "parameters: {cell: [rnn, lstm], nonlinearity: {values: [tanh, relu], when: {cell: rnn}}, lr: {min: 0.1, max: 1}, " +
        "hidden: [64, 128], epochs: 4}\nconstraints: [\"hidden <= 64 or cell == 'lstm'\"]\n";

    [Fact]
    public void What_is_not_given_has_its_only_value_or_its_default_or_is_drawn()
    {
        var enqueued = Enqueued("enqueue: [{cell: lstm, hidden: 128}, {hidden: 64}]");

        Assert.Equal("""{"cell":"lstm","lr":0.5,"hidden":128,"epochs":4}""", enqueued[0].Json);
        Assert.Equal("""{"cell":"rnn","nonlinearity":"tanh","lr":0.5,"hidden":64,"epochs":4}""", enqueued[1].Json);
    }

    [Fact]
    public void A_default_that_does_not_go_with_the_rest_is_drawn()
    {
        // 'rnn' is the default of 'cell', and does not go with 128; no value of 'hidden' is its default, 256.
        var enqueued = Enqueued("enqueue: [{hidden: 128}, {cell: rnn, lr: 0.25}]");

        Assert.Equal("lstm", enqueued[0]["cell"]!.ToString());
        Assert.InRange(enqueued[0]["lr"]!.GetValue<double>(), 0.1, 1);
        Assert.Equal((64, 0.25), (enqueued[1]["hidden"]!.GetValue<int>(), enqueued[1]["lr"]!.GetValue<double>()));
    }

    [Fact]
    public void The_same_values_again_are_another_configuration_while_something_is_left_to_draw()
    {
        var enqueued = Enqueued("enqueue: [{cell: lstm}, {cell: lstm}, {cell: lstm}]");

        Assert.Equal(3, enqueued.Distinct().Count());
        Assert.All(enqueued, config => Assert.Equal("lstm", config["cell"]!.ToString()));
    }

    [Fact]
    public void Another_entry_at_the_end_changes_none_before()
    {
        var three = Enqueued("enqueue: [{hidden: 128}, {cell: rnn}, {lr: 0.2}]");

        Assert.Equal(three.Take(2), Enqueued("enqueue: [{hidden: 128}, {cell: rnn}]"));
    }

    [Fact]
    public void Whatever_is_given_the_configurations_are_in_the_space_and_have_it() =>
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Double[0.1, 0.49], Gen.Int[0, 1000]).List[1, 6].Sample(drawn =>
        {
            // Equal entries may be completed alike, which is an error of its own; 0.5 is the default of lr.
            var entries = drawn.DistinctBy(entry => (entry.Item1, entry.Item2 ? entry.Item3 : entry.Item4)).ToList();
            var written = entries.Select(entry => string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{{{(entry.Item1 ? "hidden: 64, " : "cell: lstm, ")}{(entry.Item2 ? $"lr: {entry.Item3}" : "")}}}"));
            var spec = Good($"{Head}{Parameters}seed: {entries[0].Item4}\nenqueue: [{string.Join(", ", written)}]");

            var space = new EncodedSpace(spec.Space);
            Assert.Equal(entries.Count, spec.Enqueued.Select(one => one.Config).Distinct().Count());
            Assert.All(spec.Enqueued.Zip(entries), pair =>
            {
                var config = pair.First.Config;
                Assert.True(space.Admits(space.Encode(config)!));
                Assert.Equal(pair.Second.Item1 ? "64" : "lstm", config[pair.Second.Item1 ? "hidden" : "cell"]!.ToString());
                if (pair.Second.Item2) Assert.Equal(pair.Second.Item3, config["lr"]!.GetValue<double>());
            });
        }, iter: 100);

    [Theory]
    [InlineData("grid", "lr: 1.0, hidden: 6.4e1", """{"cell":"rnn","lr":1,"hidden":64,"epochs":4}""")]
    [InlineData("random", "lr: 0.10, hidden: 128", """{"cell":"rnn","lr":0.1,"hidden":128,"epochs":4}""")]
    public void A_number_is_the_same_however_it_is_written(string method, string entry, string config)
    {
        var spec = Good($"name: t\nmethod: {method}\nparameters: {{cell: [rnn, gru], lr: [0.1, 1], hidden: [64, 128], epochs: 4}}\n" +
            $"enqueue: [{{{entry}}}]");

        Assert.Equal(config, Assert.Single(spec.Enqueued).Config.Json);
    }

    [Fact]
    public void Parameters_of_groups_are_given_by_their_path_or_in_a_map()
    {
        var spec = Good("name: t\nmethod: random\nrun_cap: 9\ncommand: [sh]\n" +
            "parameters: {optimizer: {parameters: {lr: {min: 0.1, max: 1}, kind: [sgd, adam]}}}\n" +
            "enqueue: [{optimizer.lr: 0.5, optimizer.kind: adam}, {optimizer: {lr: 0.25, kind: sgd}}]");

        Assert.Equal(
            ["""{"optimizer.lr":0.5,"optimizer.kind":"adam"}""", """{"optimizer.lr":0.25,"optimizer.kind":"sgd"}"""],
            spec.Enqueued.Select(one => one.Config.Json));
    }

    [Theory]
    [InlineData("grid", 1)]
    [InlineData("grid", 2)]
    [InlineData("random", 1)]
    public void A_plan_begins_with_them_and_has_each_configuration_once(string method, int replicates)
    {
        var file = $"name: t\nmethod: {method}\nreplicates: {replicates}\n" +
            "parameters: {cell: [rnn, gru, lstm], hidden: [64, 128], epochs: 4}\n";

        var plain = Planned(Good(file));
        var planned = Planned(Good(file + "enqueue: [{cell: lstm, hidden: 64}, {cell: gru, hidden: 128}]"));

        Assert.Equal(["lstm64", "gru128"], planned.Where(trial => trial.Replicate == 0).Select(Name).Take(2));
        Assert.Equal(plain.Select(Name).Order(), planned.Select(Name).Order());
        Assert.Equal(
            plain.Select(Name).Except(["lstm64", "gru128"]),
            planned.Where(trial => trial.Replicate == 0).Skip(2).Select(Name));
        Assert.Equal(Enumerable.Range(0, planned.Count), planned.Select(trial => trial.Number));
    }

    [Fact]
    public void They_count_in_run_cap()
    {
        var planned = Planned(Good("name: t\nmethod: random\nrun_cap: 4\nparameters: {lr: {min: 0.1, max: 1}, epochs: 4}\n" +
            "enqueue: [{lr: 0.25}, {lr: 0.75}]"));

        Assert.Equal(4, planned.Count);
        Assert.Equal([0.25, 0.75], planned.Take(2).Select(trial => trial.Config["lr"]!.GetValue<double>()));
    }

    [Fact]
    public void What_the_experiment_says_of_one_stands_at_its_place()
    {
        var spec = Good("name: t\nmethod: grid\nparameters:\n  corpus: [grammar, missing.txt]\n  epochs: 4\n" +
            "enqueue:\n- {corpus: missing.txt}\n");

        var errors = TrialPlanner.Plan(spec, spec.Definition, "/").Errors;

        Assert.Contains("7:3 there is no corpus 'missing.txt'", errors.Select(Show));
    }

    [Theory]
    [InlineData("{cell: lstm}",
        "7:10 'enqueue' is a list of configurations to try first, for example [{cell: lstm}]; found a map with the key 'cell': put a '-' " +
            "before it")]
    [InlineData("[]", "7:10 'enqueue' is a list of configurations to try first, for example [{cell: lstm}]; found an empty list")]
    [InlineData("[lstm]", "7:11 a configuration of 'enqueue' is a map from parameters to values, found the text 'lstm'")]
    [InlineData("[{cel: lstm}]",
        "7:12 'enqueue' gives 'cel', which is no parameter of this file; did you mean 'cell'? (parameters: cell, nonlinearity, lr, " +
            "hidden, epochs)")]
    [InlineData("[{layers: 2}]",
        "7:12 'enqueue' gives 'layers', which is not among the 'parameters' of this file, so that it is 1 in every trial: list the " +
            "values that it may have there")]
    [InlineData("[{lr: 3}]",
        "7:16 'enqueue' gives 'lr' a value that it never has in this file: 3 (uniform from 0.1 to 1); give it one of these, or add this " +
            "one to 'parameters'")]
    [InlineData("[{cell: gru}]",
        "7:18 'enqueue' gives 'cell' a value that it never has in this file: the text 'gru' (values: rnn, lstm); give it one of these, " +
            "or add this one to 'parameters'")]
    [InlineData("[{lr: fast}]", "7:16 'lr' is a number above 0, found the text 'fast'")]
    [InlineData("[{cell: lstm, nonlinearity: relu}]",
        "7:24 this configuration of 'enqueue' gives 'nonlinearity', which is there only where 'cell' is rnn (found cell=lstm): remove " +
            "it, or give the other one such a value")]
    [InlineData("[{cell: rnn, hidden: 128}]",
        "7:11 this configuration of 'enqueue' breaks the constraints, 'hidden <= 64 or cell == 'lstm'': change it, or loosen them (found " +
            "cell=rnn nonlinearity=tanh lr=0.5 hidden=128 epochs=4)")]
    [InlineData("[{cell: lstm, lr: 0.5, hidden: 64}, {cell: lstm, lr: 0.50, hidden: 64}]",
        "7:46 'enqueue' has this configuration twice (first on line 7), and each is tried once: remove one of them (found cell=lstm " +
            "lr=0.5 hidden=64 epochs=4)")]
    public void Rejects_what_the_sweep_cannot_try(string entries, string error) =>
        Assert.Equal([error], Errors($"{Head}{Parameters}enqueue: {entries}"));

    [Fact]
    public void Rejects_more_than_the_sweep_may_try() => Assert.Equal(
        ["8:1 'enqueue' has 3 configurations, which are 6 trials, and the sweep has at most 5: raise 'run_cap', or list fewer"],
        Errors($"name: t\nmethod: random\nmetric: {{name: val_perplexity}}\nrun_cap: 5\n{Parameters}replicates: 2\n" +
            "enqueue: [{cell: lstm}, {cell: lstm}, {cell: lstm}]"));

    private static IReadOnlyList<TrialConfig> Enqueued(string key) =>
        [.. Good($"{Head}{Parameters}{key}").Enqueued.Select(one => one.Config)];

    private static IReadOnlyList<PlannedTrial> Planned(SweepSpec spec) => TrialPlanner.Plan(spec, spec.Definition, "/").Plan!.Trials;

    private static string Name(PlannedTrial trial) => $"{trial.Config["cell"]}{trial.Config["hidden"]}";
}
