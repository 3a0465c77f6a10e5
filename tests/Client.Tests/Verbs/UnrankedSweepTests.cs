using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>A program without <c>metric</c> runs; nothing is ranked, and whoever asks for ranks is told why. Real processes.</summary>
public sealed class UnrankedSweepTests : IDisposable
{
    private readonly SweepCommand sweep = new();

    [Theory]
    [InlineData("echo done", 0)]
    [InlineData("echo '{\"size\": 3}'", 1)]
    public async Task Runs_and_says_why_nothing_is_ranked(string script, int epochs)
    {
        var command = $"command: [sh, -c, {Quoted(script)}]";
        sweep.Write("plain.yaml", $"name: plain\nproject: x\nmethod: grid\n{command}\nparameters: {{a: [1, 2]}}\n");

        var run = await SweepProcess.Sweep(sweep.Folder, "run", "plain.yaml", "--workers", "1");

        Assert.Equal((ExitCodes.Done, ""), (run.Code, run.Out));
        Assert.Contains("plain.yaml:2:1: notice: 'project' is a key of Weights & Biases and has no effect here\n", run.Error);
        Assert.Contains("nothing is ranked, because the file names no metric\n", run.Error);
        Assert.Contains("nothing is ranked: the sweep file of 'plain' names no metric, such as 'metric: {name: loss, goal: minimize}'; "
            + "'sweep show plain' lists the trials\n", run.Error);
        await Tells_why("top", "nothing is ranked: the sweep file of 'plain' names no metric", ExitCodes.Done);
        await Tells_why("compare", "cannot compare 'plain': its sweep file names no metric", ExitCodes.BadInput, "--by", "a");
        await Tells_why("importance", "cannot tell what matters in 'plain': its sweep file names no metric", ExitCodes.BadInput);
        Assert.Equal($"status,epochs,ranked\ncompleted,{epochs},0\ncompleted,{epochs},0\n", (await sweep.Run(
            "query", "select t.status, (select count(*) from epochs e where e.trial = t.number) as epochs, "
            + "(select count(*) from leaderboard) as ranked from trials t", "--format", "csv")).Out);
    }

    public void Dispose() => sweep.Dispose();

    private async Task Tells_why(string verb, string reason, int code, params string[] options)
    {
        var said = await sweep.Run([verb, "plain", .. options]);

        Assert.Equal(code, said.Code);
        Assert.Contains(reason, said.Error);
    }

    private static string Quoted(string script) => $"'{script.Replace("'", "''", StringComparison.Ordinal)}'";
}
