using System.Text.Json.Nodes;
using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Worker.Programs;

/// <summary>The macros as the documentation of Weights &amp; Biases sweeps describes them.</summary>
public sealed class CommandLineTests
{
    private const string Config =
        """{"learning_rate":0.1,"optimizer":"sgd","nesterov":true,"amsgrad":false,"layers":[1,2],"decay":null,"optimizer.eps":1e-8}""";

    [Fact]
    public void The_default_command_runs_the_program_with_every_parameter() =>
        Assert.Equal(
            ["/usr/bin/env", "python", "train.py", "--learning_rate=0.1", "--optimizer=sgd", "--nesterov=true", "--amsgrad=false",
                "--layers=[1,2]", "--optimizer.eps=1e-8"],
            Expand("${env}", "${interpreter}", "${program}", "${args}"));

    [Fact]
    public void Arguments_without_hyphens() =>
        Assert.Equal(
            ["learning_rate=0.1", "optimizer=sgd", "nesterov=true", "amsgrad=false", "layers=[1,2]", "optimizer.eps=1e-8"],
            Expand("${args_no_hyphens}"));

    [Fact]
    public void Boolean_flags_are_there_or_not() =>
        Assert.Equal(
            ["--learning_rate=0.1", "--optimizer=sgd", "--nesterov", "--layers=[1,2]", "--optimizer.eps=1e-8"],
            Expand("${args_no_boolean_flags}"));

    [Fact]
    public void Arguments_as_pairs_of_words() =>
        Assert.Equal(["--learning_rate", "0.1", "--optimizer", "sgd"], Expand("${args_no_equals}").Take(4));

    [Fact]
    public void The_configuration_as_json_and_as_a_file() =>
        Assert.Equal([Config, "--config=/checkpoints/config.json"], Expand("${args_json}", "--config=${args_json_file}"));

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
        var line = new CommandLine(null, new JsonObject(), "python", "", _ => null);

        Assert.Contains("no key 'program'", Assert.Throws<FormatException>(() => line.Expand(["${program}"])).Message);
    }

    private static IReadOnlyList<string> Expand(params string[] command) =>
        new CommandLine("train.py", JsonNode.Parse(Config)!.AsObject(), "python", "/checkpoints/config.json", name =>
            name == "DATA" ? "/data" : null).Expand(command);
}
