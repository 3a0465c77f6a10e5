using static Sweep.Experiments.Tests.Specs.Reading;

namespace Sweep.Experiments.Tests.Specs;

public sealed class ParameterTests
{
    [Theory]
    [InlineData("epochs: 3", "epochs=3")]
    [InlineData("epochs: {value: 3}", "epochs=3")]
    [InlineData("epochs: [1, 2]", "epochs=1", "epochs=2")]
    [InlineData("epochs:\n  - 1\n  - 2", "epochs=1", "epochs=2")]
    [InlineData("epochs: {values: [1, 2]}", "epochs=1", "epochs=2")]
    [InlineData("epochs: {distribution: categorical, values: [1, 2]}", "epochs=1", "epochs=2")]
    [InlineData("epochs: {distribution: constant, value: 2}", "epochs=2")]
    [InlineData("epochs: {min: 1, max: 3}", "epochs=1", "epochs=2", "epochs=3")]
    [InlineData("epochs: {min: 2, max: 6, q: 2}", "epochs=2", "epochs=4", "epochs=6")]
    [InlineData("epochs: 3e1", "epochs=30")]
    [InlineData("epochs: 2.0", "epochs=2")]
    [InlineData("epochs: 1\nlr: 1e-3", "epochs=1 lr=0.001")]
    [InlineData("epochs: 1\nlr: .5", "epochs=1 lr=0.5")]
    [InlineData("epochs: 1\nbidirectional: [true, false]", "epochs=1 bidirectional=true", "epochs=1 bidirectional=false")]
    [InlineData("epochs: 1\ninput: [one-hot, 64]", "epochs=1 input=one-hot", "epochs=1 input=64")]
    [InlineData("epochs: 1\ncorpus: 1984", "epochs=1 corpus=1984")]
    public void Accepts_in_a_grid(string parameters, params string[] configurations) =>
        Assert.Equal(configurations, Configurations(Good(Grid(parameters))));

    [Fact]
    public void Rejects_a_name_that_is_too_long_with_the_limit() => Assert.Equal(
        [$"5:3 '{new string('a', 40)}...' cannot be a parameter's name: it has 300 characters, at most 200 are read"],
        Errors(Grid($"epochs: 1\n? {new string('a', 300)}\n: 3")).Select(e => e.Replace("5:5", "5:3", StringComparison.Ordinal)));

    [Theory]
    [InlineData("cell: [rnn, lsmt]", "5:15 'cell' is 'rnn', 'gru' or 'lstm', found the text 'lsmt'; did you mean 'lstm'?")]
    [InlineData("cell: LSTM", "5:9 'cell' is 'rnn', 'gru' or 'lstm', found the text 'LSTM'; did you mean 'lstm'?")]
    [InlineData("cell: 3", "5:9 'cell' is 'rnn', 'gru' or 'lstm', found 3")]
    [InlineData("cell:", "5:8 'cell' is 'rnn', 'gru' or 'lstm', found nothing")]
    [InlineData("layers: two", "5:11 'layers' is a whole number of at least 1, found the text 'two'")]
    [InlineData("layers: 3.5", "5:11 'layers' is a whole number of at least 1, found 3.5")]
    [InlineData("layers: \"3\"", "5:11 'layers' is a whole number of at least 1, found the text '3': remove the quotes")]
    [InlineData("layers: []", "5:11 'layers' has an empty list as its values: give a list of at least one, for example [1, 2]")]
    [InlineData("layers: {values: []}", "5:20 'layers' has an empty list as its values: give a list of at least one, for example [1, 2]")]
    [InlineData("layers: {values: 3}", "5:20 'layers' has 3 as its values: give a list of at least one, for example [1, 2]")]
    [InlineData("layers: {value: [3]}",
        "5:19 'layers' is a whole number of at least 1, found a list: a list of values goes right behind the name or under 'values'")]
    [InlineData("layers: [1, 1]", "5:15 'layers' has the value 1 twice: keep one of them")]
    [InlineData("layers: [1, 1.0]", "5:15 'layers' has the value 1 twice: keep one of them")]
    [InlineData("layers: 3\nlayers: 4", "6:3 'layers' is given twice (first on line 5): keep one of them")]
    [InlineData("hidden: 0", "5:11 'hidden' is a whole number of at least 1, found 0")]
    [InlineData("lr: 0", "5:7 'lr' is a number above 0, found 0")]
    [InlineData("lr: .inf", "5:7 'lr' is a number above 0, found .inf")]
    [InlineData("dropout: 1", "5:12 'dropout' is a number of at least 0 and below 1, found 1")]
    [InlineData("bidirectional: yes", "5:18 'bidirectional' is true or false, found the text 'yes': write true")]
    [InlineData("input: one-hott",
        "5:10 'input' is 'one-hot' or a whole number of at least 1, found the text 'one-hott'; did you mean 'one-hot'?")]
    [InlineData("hiden: 3", "5:3 'language-model' has no parameter 'hiden'; did you mean 'hidden'? (parameters: cell, nonlinearity, " +
        "layers, hidden, bidirectional, input, corpus, lr, dropout, epochs)")]
    [InlineData("2x: 3", "5:3 '2x' cannot be a parameter's name: it starts with '2' (letters, digits, '_', '.' and '-', starting " +
        "with a letter or '_')")]
    [InlineData("a b: 3", "5:3 'a b' cannot be a parameter's name: a blank is not allowed (letters, digits, '_', '.' and '-', starting " +
        "with a letter or '_')")]
    [InlineData("learning_rate: 3", "5:3 'language-model' has no parameter 'learning_rate' (parameters: cell, nonlinearity, layers, " +
        "hidden, bidirectional, input, corpus, lr, dropout, epochs); to run a program of your own, add the key 'program'")]
    [InlineData("layers: {}", "5:11 'layers' has no values: give 'value', 'values', or 'min' and 'max'")]
    [InlineData("layers: {valeus: [1]}", "5:12 unknown key 'valeus' in parameter 'layers'; did you mean 'values'? (keys: value, values, " +
        "probabilities, distribution, min, max, q, mu, sigma, a, b, when, parameters)")]
    [InlineData("layers: {min: 3}", "5:11 'layers' needs the key 'max' for distribution 'int_uniform'")]
    [InlineData("layers: {min: 3, max: 1}", "5:17 'layers' has min 3 above max 1: swap them")]
    [InlineData("layers: {min: 0, max: 1}", "5:11 'layers' is a whole number of at least 1, but int_uniform reaches from 0 to 1")]
    [InlineData("layers: {min: 0.5, max: 3}", "5:17 'layers.min' is a whole number, found 0.5")]
    [InlineData("layers: {values: [1, 2], min: 3}", "5:28 'min' of 'layers' has no meaning beside 'values' (keys: values): remove it")]
    [InlineData("layers: {value: 1, values: [2]}", "5:22 'values' of 'layers' has no meaning beside 'value' (keys: value): remove it")]
    [InlineData("cell: {min: 1, max: 3}", "5:9 'cell' is 'rnn', 'gru' or 'lstm', it has no range of numbers: list its 'values'")]
    [InlineData("lr: {min: 0.1, max: 1}",
        "5:3 'lr' has a continuous range ('uniform'), which a grid cannot walk: list its 'values', or use method: random")]
    [InlineData("layers: {values: [1, 2], probabilities: [0.5, 0.5]}",
        "5:3 'layers' has probabilities, which mean nothing in a grid: remove them, or use method: random")]
    public void Rejects_in_a_grid(string parameters, string error) => Assert.Equal([error], Errors(Grid("epochs: 1\n" + parameters)));

    [Theory]
    [InlineData("lr: {min: 0, max: 1, distribution: log_uniform_values}",
        "6:13 'lr.min' is above 0, because its logarithm is taken; found 0: use 'uniform' to reach 0")]
    [InlineData("lr: {min: -1, max: 1, distribution: inv_log_uniform_values}",
        "6:13 'lr.min' is above 0, because its logarithm is taken; found -1: use 'uniform' to reach 0")]
    [InlineData("lr: {min: 1, max: 1000, distribution: log_uniform}",
        "6:7 the bounds of 'log_uniform' are exponents of e, from -700 to 700: to give the values themselves use 'log_uniform_values'")]
    [InlineData("lr: {distribution: normal}", "6:7 'lr' is a number above 0, but 'normal' reaches from minus infinity to infinity: use " +
        "'log_normal', or a range with 'min' and 'max'")]
    [InlineData("lr: {distribution: log_normal, sigma: 0}", "6:41 'lr.sigma' is a number above 0, found 0")]
    [InlineData("lr: {mu: 0, sigma: 1}",
        "6:7 'lr' has 'mu' or 'sigma' but no 'distribution': give 'normal', 'log_normal', 'q_normal' or 'q_log_normal'")]
    [InlineData("dropout: {a: 1, b: 2}", "6:12 'dropout' has 'a' or 'b' but no 'distribution': give 'beta' or 'q_beta'")]
    [InlineData("dropout: {distribution: beta, a: 0}", "6:36 'dropout.a' is a number from 0.001 to 1000000, found 0")]
    [InlineData("dropout: {min: 0, max: 1}", "6:12 'dropout' is a number of at least 0 and below 1, but 'uniform' reaches from 0 to 1")]
    [InlineData("lr: {min: 0.1, max: 1, distribution: q_uniform, q: 0}", "6:54 'lr.q' is a number above 0, found 0")]
    [InlineData("lr: {min: 0.1, max: 1, distribution: uniform, q: 0.1}",
        "6:49 'q' of 'lr' has no meaning beside distribution 'uniform' (keys: min, max): remove it or use distribution 'q_uniform'")]
    [InlineData("lr: {min: 0.1, distribution: uniform}", "6:7 'lr' needs the key 'max' for distribution 'uniform'")]
    [InlineData("hidden: {min: 1, max: 10, q: 4}",
        "6:11 'hidden' has the multiples of q from 0 to 8, which leaves its range of 1 to 10: make 'min' and 'max' multiples of q = 4")]
    [InlineData("hidden: {min: 1, max: 9, distribution: log_uniform_values}",
        "6:28 'hidden' is a whole number of at least 1, but 'log_uniform_values' gives fractions: use 'int_uniform' or " +
        "'q_log_uniform_values' with q: 1")]
    [InlineData("hidden: {min: 1, max: 9, q: 0.5}",
        "6:31 'hidden' is a whole number of at least 1, but multiples of q = 0.5 are not whole: use q: 1")]
    [InlineData("hidden: {values: [1, 2], probabilities: [0.5, 0.6]}",
        "6:43 the probabilities of 'hidden' sum to 1.1, not to 1: correct them")]
    [InlineData("hidden: {values: [1, 2], probabilities: [0.5]}",
        "6:43 'hidden.probabilities' is a list of 2 numbers, one for each of 'values'; found 1")]
    [InlineData("hidden: {values: [1, 2], probabilities: [1.5, -0.5]}",
        "6:49 a probability of 'hidden' is a number of at least 0, found -0.5")]
    [InlineData("hidden: {values: [1, 2], distribution: categorical, probabilities: [0.5, 0.5]}",
        "6:55 'probabilities' of 'hidden' has no meaning beside distribution 'categorical' (keys: values): remove it or use distribution " +
        "'categorical_w_probabilities'")]
    public void Rejects_in_a_random_search(string parameters, string error) =>
        Assert.Equal([error], Errors(Random("epochs: 1\n" + parameters)));

    [Fact]
    public void Rejects_a_misspelt_distribution_and_lists_them_all() => Assert.EndsWith(
        "'beta' or 'q_beta', found the text 'log_unifrom'; did you mean 'log_uniform'?",
        Assert.Single(Errors(Random("epochs: 1\nlr: {min: 0.1, max: 1, distribution: log_unifrom}"))),
        StringComparison.Ordinal);

    [Fact]
    public void Whole_bounds_of_a_real_parameter_give_real_numbers() =>
        Assert.All(All(Good(Random("epochs: 1\nlr: {min: 1, max: 2}")).Sampler, 10), config =>
            Assert.NotEqual(0, config["lr"]!.GetValue<double>() % 1));

    [Fact]
    public void Rejects_a_missing_parameter_that_has_no_default() =>
        Assert.Equal(["3:1 'language-model' needs the parameter 'epochs', a whole number of at least 1: Epochs."],
            Errors(Grid("cell: rnn")));

    [Fact]
    public void Rejects_a_grid_that_nobody_can_walk() => Assert.Equal(
        ["4:3 the grid has 1,001,000 combinations, at most 1,000,000 can be walked: list fewer values, or use method: random with run_cap"],
        Errors(Grid("epochs: {min: 1, max: 1001}\nhidden: {min: 1, max: 1000}")));

    [Theory]
    [InlineData("parameters: []", "an empty list")]
    [InlineData("parameters: {}", "an empty map")]
    [InlineData("parameters: cell", "the text 'cell'")]
    public void Rejects_parameters_that_are_no_map(string line, string found) =>
        Assert.Contains($"3:13 'parameters' is a map with one key for each parameter, found {found}",
            Errors($"name: t\nmethod: grid\n{line}")[^1], StringComparison.Ordinal);
}
