using System.Text.Json.Nodes;
using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Worker.Programs;

/// <summary>The macros as the documentation of Weights &amp; Biases sweeps describes them.</summary>
public sealed class CommandLineTests
{
    private const string Config =
        """{"learning_rate":0.1,"cell":"gru","nesterov":true,"amsgrad":false,"layers":[1,2],"decay":null,"""
        + "\"model.eps\":1e-8,\"optimizer\":{\"lr\":0.10,\"betas\":[0.9,null]}}";

    private const string Dotted = """{"model.eps":1e-8,"optimizer.lr":0.10,"optimizer.betas":[0.9,null]}""";

    [Fact]
    public void The_default_command_runs_the_program_with_every_parameter() =>
        Assert.Equal(
            ["/usr/bin/env", "python", "train.py", "--learning_rate=0.1", "--cell=gru", "--nesterov=True", "--amsgrad=False",
                "--layers=[1, 2]", "--decay=None", "--model.eps=1e-8", "--optimizer={'lr': 0.10, 'betas': [0.9, None]}"],
            Expand("${env}", "${interpreter}", "${program}", "${args}"));

    [Fact]
    public void Arguments_without_hyphens() =>
        Assert.Equal(
            ["learning_rate=0.1", "cell=gru", "nesterov=True", "amsgrad=False", "layers=[1, 2]", "decay=None", "model.eps=1e-8",
                "optimizer={'lr': 0.10, 'betas': [0.9, None]}"],
            Expand("${args_no_hyphens}"));

    [Fact]
    public void Boolean_flags_are_there_or_not() =>
        Assert.Equal(
            ["--learning_rate=0.1", "--cell=gru", "--nesterov", "--layers=[1, 2]", "--decay=None", "--model.eps=1e-8",
                "--optimizer={'lr': 0.10, 'betas': [0.9, None]}"],
            Expand("${args_no_boolean_flags}"));

    [Fact]
    public void Groups_as_dotted_names()
    {
        Assert.Equal(["--model.eps=1e-8", "--optimizer.lr=0.10", "--optimizer.betas=[0.9, None]"], Expand("${args_dotted}"));
        Assert.Equal(["model.eps=1e-8", "optimizer.lr=0.10", "optimizer.betas=[0.9, None]"], Expand("${args_dotted_no_hyphens}"));
        Assert.Equal(["--model.eps", "1e-8", "--optimizer.lr", "0.10"], Expand("${args_dotted_no_equals}").Take(4));
    }

    [Fact]
    public void Arguments_as_pairs_of_words() =>
        Assert.Equal(["--learning_rate", "0.1", "--cell", "gru"], Expand("${args_no_equals}").Take(4));

    [Fact]
    public void The_configuration_as_json_and_as_a_file() =>
        Assert.Equal([Config.Replace(",", ", ").Replace(":", ": "), "--config=/checkpoints/config.json"],
            Expand("${args_json}", "--config=${args_json_file}"));

    [Fact]
    public void Variables_of_the_environment_stand_anywhere() =>
        Assert.Equal(["--data=/data/mnist"], Expand("--data=${envvar:DATA}/mnist"));

    [Fact]
    public void Plain_words_and_the_shell_s_own_dollars_stay_as_they_are() =>
        Assert.Equal(["sh", "-c", "echo $HOME $(date)"], Expand("sh", "-c", "echo $HOME $(date)"));

    [Fact]
    public void What_is_no_macro_within_a_word_stays() =>
        Assert.Equal(["dir=/data/${now:%H-%M}", "${oc.env:HOME}/x"], Expand("dir=${envvar:DATA}/${now:%H-%M}", "${oc.env:HOME}/x"));

    [Theory]
    [InlineData("${envvar:NOWHERE}", "NOWHERE is not set")]
    [InlineData("${arg}", "unknown macro ${arg}")]
    [InlineData("--all=${args}", "must be a word of its own")]
    public void Refuses(string word, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Expand(word)).Message);

    [Fact]
    public void Refuses_the_program_macro_without_a_program()
    {
        var line = new CommandLine(null, [], [], "python", "", _ => null);

        Assert.Contains("no key 'program'", Assert.Throws<FormatException>(() => line.Expand(["${program}"])).Message);
    }

    private static IReadOnlyList<string> Expand(params string[] command) =>
        new CommandLine("train.py", Parse(Config), Parse(Dotted), "python", "/checkpoints/config.json",
            name => name == "DATA" ? "/data" : null).Expand(command);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
