using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class SetOverrideTests
{
    private static readonly string File = Grid("epochs: 1\ncell: [rnn, gru]\nlr: {values: [0.1, 0.2]}");

    [Theory]
    [InlineData("lr=0.5", "epochs=1 cell=rnn lr=0.5", "epochs=1 cell=gru lr=0.5")]
    [InlineData("cell=[gru,lstm]", "epochs=1 cell=gru lr=0.1", "epochs=1 cell=gru lr=0.2", "epochs=1 cell=lstm lr=0.1",
        "epochs=1 cell=lstm lr=0.2")]
    [InlineData("lr.values=[1, 2]", "epochs=1 cell=rnn lr=1", "epochs=1 cell=rnn lr=2", "epochs=1 cell=gru lr=1", "epochs=1 cell=gru lr=2")]
    [InlineData("lr.value=3", "epochs=1 cell=rnn lr=3", "epochs=1 cell=gru lr=3")]
    [InlineData("parameters.cell=lstm", "epochs=1 cell=lstm lr=0.1", "epochs=1 cell=lstm lr=0.2")]
    public void Sets_a_parameter_of_the_file(string set, params string[] configurations) =>
        Assert.Equal(configurations, Configurations(Good(File, set)));

    [Fact]
    public void Sets_a_parameter_that_the_file_leaves_at_its_default() =>
        Assert.Equal("epochs=1 cell=rnn lr=0.1 layers=2", Configurations(Good(File, "layers=2"))[0]);

    [Fact]
    public void Sets_top_level_keys_and_keys_under_them()
    {
        var spec = Good(File, "run_cap=5", "metric.name=train_perplexity", "metric.goal=maximize", "name=other", "budget.time=2h");

        Assert.Equal(("other", "train_perplexity", true, 5), (spec.Name, spec.Metric, spec.Maximize, spec.MaxTrials));
    }

    [Fact]
    public void The_last_of_two_wins() => Assert.Equal(7, Good(File, "run_cap=5", "run_cap=7").MaxTrials);

    [Fact]
    public void A_range_can_be_changed_bound_by_bound() =>
        Assert.Equal(3, Good(Grid("epochs: {min: 1, max: 9}"), "epochs.max=3").Sampler.Count);

    [Fact]
    public void A_range_takes_the_place_of_values() =>
        Assert.Equal(4, Good(Grid("epochs: [1, 2]"), "epochs.min=3", "epochs.max=6").Sampler.Count);

    [Fact]
    public void The_condition_of_a_parameter_stays() => Assert.Equal(
        ["epochs=1 cell=rnn nonlinearity=relu", "epochs=1 cell=gru"],
        Configurations(
            Good(Grid("epochs: 1\ncell: [rnn, gru]\nnonlinearity: {values: [tanh, relu], when: {cell: rnn}}"), "nonlinearity=relu")));

    [Fact]
    public void Reaches_into_groups() => Assert.Equal(
        ["""o.p=1 o.lr=0.2""", """o.p=1 o.lr=0.3"""],
        Configurations(
            Good("name: t\nmethod: grid\nmetric: loss\ncommand: [x]\nparameters: {o: {parameters: {p: 1, lr: 0.1}}}", "o.lr=[0.2, 0.3]")));

    [Fact]
    public void The_text_of_the_spec_has_the_changes_in_it() => Assert.Equal(
        """
        name: t
        method: grid
        parameters:
          epochs: 4
          cell: [rnn, gru]
          lr:
            values: [0.1, 0.2]
        run_cap: 3

        """,
        Good(File, "epochs=4", "run_cap=3").Yaml);

    [Theory]
    [InlineData("lrr=0.3", "--set lrr=0.3: 'lrr' is neither a key of the sweep file nor a parameter; did you mean 'lr'?")]
    [InlineData("runcap=3", "--set runcap=3: 'runcap' is neither a key of the sweep file nor a parameter; did you mean 'run_cap'?")]
    [InlineData("lr", "--set lr: expected key=value, for example --set lr=0.1 or --set run_cap=5")]
    [InlineData("=3", "--set =3: expected key=value, for example --set lr=0.1 or --set run_cap=5")]
    [InlineData("lr=[1,", "--set lr=[1,: not valid YAML: expected a value here")]
    [InlineData("lr=", "--set lr=: 'lr' is a number above 0, found nothing")]
    [InlineData("cell=lsmt", "--set cell=lsmt: 'cell' is 'rnn', 'gru' or 'lstm', found the text 'lsmt'; did you mean 'lstm'?")]
    [InlineData("run_cap=0", "--set run_cap=0: 'run_cap' is a whole number of at least 1, found 0")]
    [InlineData("name.x=3", "--set name.x=3: 'name' is the text 't' in the file, so it has no key 'x': set 'name' as a whole")]
    [InlineData("metric.nam=loss", "--set metric.nam=loss: unknown key 'nam' in 'metric'; did you mean 'name'? (keys: name, goal, " +
        "target, summary)")]
    public void Rejects(string set, string error) => Assert.Equal([error], Errors(File, set));

    [Fact]
    public void A_new_parameter_of_a_program_must_be_asked_for_by_its_full_path()
    {
        const string program = "name: t\nmethod: grid\nmetric: loss\ncommand: [x]\nparameters: {a: 1}";

        Assert.Equal(["--set b=2: 'b' is neither a key of the sweep file nor a parameter; to add a parameter write --set parameters.b=..."],
            Errors(program, "b=2"));
        Assert.Equal(["a=1 b=2"], Configurations(Good(program, "parameters.b=2")));
    }
}
