namespace Sweep.Cluster.Tests;

/// <summary>A sweep of encoder-decoders that is killed with SIGKILL goes on to the rows of an undisturbed one.</summary>
public sealed class SequenceKillTests
{
    private const int Trials = 6;
    private const int Epochs = 6;

    private const string Yaml = """
        name: pairs
        experiment: seq2seq
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        parameters:
          cell: [rnn, gru, lstm]
          attention: [additive, dot]
          task: reverse
          length: 8
          min_length: 3
          count: 1500
          teacher_forcing: 0.7
          layers: 2
          dropout: 0.2
          hidden: 32
          input: 16
          epochs: 6
        """;

    [Fact]
    public async Task Killed_twice_and_resumed_gives_the_rows_of_an_undisturbed_run()
    {
        using var undisturbed = new Workspace();
        using var killed = new Workspace();
        await RunUntilDone(undisturbed, ["run", undisturbed.Write("pairs.yaml", Yaml)]);
        var file = killed.Write("pairs.yaml", Yaml);

        await RunAndKill(killed, ["run", file], epochs: 3, node: true);
        await RunAndKill(killed, ["resume", "pairs"], epochs: 12, node: false);
        await RunUntilDone(killed, ["resume", "pairs"]);

        Assert.Equal(Trials, killed.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.Equal(Trials * Epochs, killed.Count("SELECT count(*) FROM epochs"));
        Assert.True(killed.Count("SELECT max(attempts) FROM trials") > 1, "no trial needed a second attempt: the kill hit nobody");
        Assert.Equal(Bits(undisturbed), Bits(killed));
    }

    /// <summary>All numbers but the speed.</summary>
    private static string Bits(Workspace workspace) => workspace.Bits() + string.Join('\n', workspace.Query<string>("""
        SELECT printf('%d %d %s %s', trial, epoch, metrics ->> '$.val_exact_match', metrics ->> '$.val_bleu')
        FROM epochs ORDER BY trial, epoch
        """));

    private static async Task RunAndKill(Workspace workspace, string[] verb, int epochs, bool node)
    {
        using var run = SweepProgram.Start(workspace.Folder, [.. verb, "--workers", "2"]);
        Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= epochs), run.Errors);
        if (node) run.Kill();
        else foreach (var worker in SweepProgram.WorkersOf(run.Pid)) SweepProgram.Signal(worker, 9);
        await run.Exit();
    }

    private static async Task RunUntilDone(Workspace workspace, string[] verb)
    {
        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, [.. verb, "--workers", "2"]);
        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
    }
}
