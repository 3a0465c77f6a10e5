namespace Sweep.Cluster.Tests;

/// <summary>Promise: a program is called as Weights &amp; Biases calls it.</summary>
public sealed class ProgramArgumentTests
{
    /// <summary>Keeps each word on a line of its own.</summary>
    private const string Program = "printf '%s\\n' \"$@\" > words.$SWEEP_TRIAL; echo '{\"loss\": 1}'";

    [Theory]
    [InlineData("{flag: [true, false]}", "${args}", "--flag=True", "--flag=False")]
    [InlineData("{layers: {values: [[a, true, null], [1]]}}", "${args}", "--layers=['a', True, None]", "--layers=[1]")]
    [InlineData("{depth: [5, null]}", "${args}", "--depth=5", "--depth=None")]
    [InlineData("{depth: [5, null]}", "${args_no_equals}", "--depth\n5", "--depth\nNone")]
    [InlineData("{on: [true, false]}", "${args_no_boolean_flags}", "--on", "")]
    [InlineData("{optimizer: {parameters: {lr: [0.1, 0.20]}}}", "${args}", "--optimizer={'lr': 0.1}", "--optimizer={'lr': 0.20}")]
    [InlineData("{optimizer: {parameters: {lr: [0.1, 0.20]}}}", "${args_json}", "{\"optimizer\": {\"lr\": 0.1}}",
        "{\"optimizer\": {\"lr\": 0.20}}")]
    [InlineData("{optimizer: {parameters: {lr: [0.1, 0.20]}}}", "${args_dotted}", "--optimizer.lr=0.1", "--optimizer.lr=0.20")]
    [InlineData("{model: {values: [{depth: 2}, {depth: null}]}}", "${args}", "--model={'depth': 2}", "--model={'depth': None}")]
    public async Task A_program_gets_its_arguments_as_there(string parameters, string macro, params string[] words)
    {
        using var workspace = new Workspace();
        workspace.Write("program.sh", Program);
        var file = workspace.Write("t.yaml", $$"""
            name: t
            method: grid
            metric: {name: loss, goal: minimize}
            command: [sh, program.sh, "{{macro}}"]
            parameters: {{parameters}}
            """);

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "1");

        Assert.True(code == 0, errors);
        Assert.Equal(words, Enumerable.Range(0, 2).Select(n => File.ReadAllText(Path.Combine(workspace.Folder, $"words.{n}")).TrimEnd()));
    }
}
