namespace Sweep.Cluster.Tests;

/// <summary>Every trial of a sweep learns the text that the sweep began with, or none.</summary>
public sealed class ChangedTextTests : IDisposable
{
    private const string Old = "the cat sat on the mat and the dog lay by the door ";
    private const string New = "a wholly different story of three ships on a cold sea ";

    private const string Yaml = """
        name: story
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        parameters:
          corpus: t.txt
          cell: [rnn, gru, lstm]
          hidden: 16
          num_steps: 20
          batch_size: 16
          epochs: 30
        """;

    private readonly Workspace workspace = new();

    [Fact]
    public async Task A_text_replaced_while_the_sweep_was_interrupted_is_refused_and_nothing_is_trained()
    {
        Tell(Old);
        using var run = await Begin();
        run.Interrupt();
        Assert.Equal(130, await run.Exit());
        var before = workspace.Bits();
        Tell(New);

        foreach (var arguments in new[] { new[] { "resume", "story" }, ["run", "story.yaml"] })
        {
            var (code, output, errors) = await SweepProgram.Run(workspace.Folder, [.. arguments, "--workers", "1"]);

            Assert.True(code == 2, $"{arguments[0]}: exit {code}\n{output}\n{errors}");
            Assert.Contains("sweep 'story' cannot go on: the text of corpus t.txt has changed: expected SHA-256 ", errors);
            Assert.Contains("restore the text, or give the sweep another name", errors);
            Assert.DoesNotContain("   at ", errors);
            Assert.Equal(before, workspace.Bits());
        }

        Tell(Old);
        Assert.Equal(0, (await SweepProgram.Run(workspace.Folder, "resume", "story", "--workers", "1")).Code);
        Assert.Equal(3, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
    }

    [Fact]
    public async Task A_text_replaced_while_the_sweep_runs_pauses_it_and_it_goes_on_when_the_text_is_restored()
    {
        Tell(Old);
        using var run = await Begin();
        Tell(New);

        Assert.Equal(1, await run.Exit());

        Assert.Equal(0, workspace.Count("SELECT count(*) FROM epochs WHERE trial > 0"));
        Assert.Equal(["node_fault"], workspace.Query<string>("SELECT outcome FROM attempts WHERE trial > 0"));
        Assert.Contains($"the text of corpus t.txt ({Path.Combine(workspace.Folder, "t.txt")}) has changed: expected SHA-256 ", run.Errors);
        Assert.Equal(0, workspace.Count("SELECT count(*) FROM trials WHERE status = 'failed'"));

        Tell(Old);
        Assert.Equal(0, (await SweepProgram.Run(workspace.Folder, "resume", "story", "--workers", "1")).Code);
        Assert.Equal(3, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
    }

    public void Dispose() => workspace.Dispose();

    /// <summary>Starts the sweep and waits until its first trial has learnt something.</summary>
    private async Task<SweepProgram> Begin()
    {
        var run = SweepProgram.Start(workspace.Folder, "run", workspace.Write("story.yaml", Yaml), "--workers", "1");
        Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= 1), run.Errors);
        return run;
    }

    private void Tell(string story) => workspace.Write("t.txt", string.Concat(Enumerable.Repeat(story, 12_000 / story.Length)));
}
