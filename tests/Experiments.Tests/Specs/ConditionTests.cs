using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

/// <summary><c>when</c> and <c>constraints</c>.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("nonlinearity: {values: [tanh, relu], when: {cell: rnn}}", "epochs=1 cell=rnn nonlinearity=tanh",
        "epochs=1 cell=rnn nonlinearity=relu", "epochs=1 cell=gru")]
    [InlineData("lr: {value: 1, when: {cell: [gru]}}", "epochs=1 cell=rnn", "epochs=1 cell=gru lr=1")]
    [InlineData("lr: {value: 1, when: {cell: [gru, rnn]}}", "epochs=1 cell=rnn lr=1", "epochs=1 cell=gru lr=1")]
    [InlineData("lr: {value: 1, when: {cell: gru, epochs: 1}}", "epochs=1 cell=rnn", "epochs=1 cell=gru lr=1")]
    public void Accepts_when(string parameter, params string[] configurations) =>
        Assert.Equal(configurations, Configurations(Good(Grid("epochs: 1\ncell: [rnn, gru]\n" + parameter))));

    [Fact]
    public void Accepts_when_on_a_group_for_all_that_is_in_it() => Assert.Equal(
        ["a=1 o.x=1 o.y=2", "a=2"],
        Configurations(Good(
            "name: t\nmethod: grid\nmetric: loss\ncommand: [x]\nparameters: {a: [1, 2], o: {when: {a: 1}, parameters: {x: 1, y: 2}}}")));

    [Theory]
    [InlineData("nonlinearity: {value: tanh, when: {cell: lstm}}",
        "6:44 the 'when' of 'nonlinearity' waits for a value that 'cell' never has: the text 'lstm' (values: rnn, gru)")]
    [InlineData("nonlinearity: {value: tanh, when: {cell: gur}}",
        "6:44 the 'when' of 'nonlinearity' waits for a value that 'cell' never has: the text 'gur'; did you mean 'gru'? " +
        "(values: rnn, gru)")]
    [InlineData("nonlinearity: {value: tanh, when: {cel: rnn}}",
        "6:38 the 'when' of 'nonlinearity' names 'cel', which is no parameter of this file; did you mean 'cell'?")]
    [InlineData("nonlinearity: {value: tanh, when: {cell: []}}",
        "6:44 the 'when' of 'nonlinearity' lists no value of 'cell': give at least one")]
    [InlineData("nonlinearity: {value: tanh, when: cell}",
        "6:37 the 'when' of 'nonlinearity' is a map from parameters to values, for example {cell: lstm}; found the text 'cell'")]
    [InlineData("nonlinearity: {value: tanh, when: {nonlinearity: tanh}}",
        "6:3 the 'when' of 'nonlinearity' depends, directly or through others, on 'nonlinearity' itself: break the circle")]
    public void Rejects_when(string parameter, string error) =>
        Assert.Equal([error], Errors(Grid("epochs: 1\ncell: [rnn, gru]\n" + parameter)));

    [Fact]
    public void Rejects_when_in_a_circle() => Assert.Equal(
        [
            "5:3 the 'when' of 'cell' depends, directly or through others, on 'cell' itself: break the circle",
            "6:3 the 'when' of 'nonlinearity' depends, directly or through others, on 'nonlinearity' itself: break the circle",
        ],
        Errors(Grid("epochs: 1\ncell: {value: rnn, when: {nonlinearity: tanh}}\nnonlinearity: {value: tanh, when: {cell: rnn}}")));

    [Fact]
    public void Rejects_when_on_a_continuous_range() => Assert.Equal(
        ["6:40 the 'when' of 'cell' names 'lr', which has a continuous range: 'when' needs a parameter with a list of values"],
        Errors("name: t\nmethod: random\nrun_cap: 1\nparameters:\n  lr: {min: 0.1, max: 1}\n  cell: {values: [rnn, gru], when: {   lr: " +
            "0.5}}\n  epochs: 1"));

    [Theory]
    [InlineData("['layers * hidden <= 512']", "layers=1 hidden=256", "layers=1 hidden=512", "layers=2 hidden=256")]
    [InlineData("layers * hidden == 1024", "layers=2 hidden=512", "layers=4 hidden=256")]
    [InlineData("[layers > 1, hidden < 300]", "layers=2 hidden=256", "layers=4 hidden=256")]
    public void Accepts_constraints(string constraints, params string[] configurations) => Assert.Equal(
        configurations.Select(text => "epochs=1 " + text),
        Configurations(Good(Grid("epochs: 1\nlayers: [1, 2, 4]\nhidden: [256, 512]") + "constraints: " + constraints)));

    [Fact]
    public void A_constraint_asks_nothing_where_its_parameter_does_not_exist() => Assert.Equal(
        ["epochs=1 cell=rnn", "epochs=1 cell=gru layers=2"],
        Configurations(
            Good(Grid("epochs: 1\ncell: [rnn, gru]\nlayers: {values: [1, 2], when: {cell: gru}}") + "constraints: [layers > 1]")));

    [Theory]
    [InlineData("layers * hiden <= 512", "7:24 the constraint names 'hiden', which is no parameter of this file; did you mean 'hidden'?")]
    [InlineData("cell == lstm",
        "7:23 the constraint names 'lstm', which is no parameter of this file; if it is a text, put it in quotes: 'lstm'")]
    [InlineData("\"cell == 'gur'\"",
        "7:24 the constraint compares 'cell' with the text 'gur', which it never is; did you mean 'gru'? (values: rnn, gru)")]
    [InlineData("'layers *'", "7:24 in the constraint 'layers *': expected a parameter, a number or a quoted text, found the end")]
    [InlineData("layers && 1", "7:22 in the constraint 'layers && 1': '&&' has no meaning in a constraint: write 'and'")]
    [InlineData("1 > 2", "7:15 the constraint '1 > 2' names no parameter, so it can change nothing: remove it")]
    [InlineData("cell > 2", "7:15 in the constraint 'cell > 2': '>' needs numbers, found the text 'rnn'")]
    [InlineData("layers > 4", "7:15 the constraints leave nothing to try: no combination meets them")]
    [InlineData("3", "7:15 a constraint is a condition, for example 'layers * hidden <= 2048'; found 3")]
    public void Rejects_a_constraint(string constraint, string error) => Assert.Equal(
        [error],
        Errors($"name: t\nmethod: grid\nparameters: {{epochs: 1,\n  cell: [rnn, gru],\n  layers: [1, 2],\n  hidden: 256}}\nconstraints: " +
            $"[{constraint}]"));

    [Fact]
    public void Rejects_constraints_that_no_random_configuration_meets() => Assert.Equal(
        ["6:15 the constraints leave nothing to try: none of 10,000 random configurations meets them"],
        Errors(Random("lr: {min: 0.1, max: 1}").Replace("parameters:", "parameters: {epochs: 1,", StringComparison.Ordinal).TrimEnd()
            + "}\nconstraints: [lr > 2]"));
}
