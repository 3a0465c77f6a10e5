namespace Sweep.Cluster.Tests;

/// <summary>Promises 1 to 3 for the models beside the recurrent one: killed with SIGKILL in the middle of counting, of summing or of
/// scoring, and resumed, they give the rows of an undisturbed run.</summary>
public sealed class ModelKillTests
{
    private const int Trials = 7;

    private const string Yaml = """
        name: models
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        parameters:
          model: [echo-state, liquid-state, autoregressive, ngram]
          corpus: grammar
          grammar_length: 200000
          hidden: 300
          spectral_radius: [0.5, 0.9]
          order: [3, 6]
          window: 3
          batch_size: 64
          epochs: 2
        """;

    [Fact]
    public async Task Killed_at_random_moments_and_resumed_they_give_the_rows_of_an_undisturbed_run()
    {
        using var undisturbed = new Workspace();
        await Killing.UntilDone(undisturbed, "run", undisturbed.Write("models.yaml", Yaml));
        await LosesNoRow(undisturbed, seed: 1, Victim.Worker);
        await LosesNoRow(undisturbed, seed: 2, Victim.Both);
    }

    private static async Task LosesNoRow(Workspace undisturbed, int seed, Victim victim)
    {
        using var workspace = new Workspace();
        var file = workspace.Write("models.yaml", Yaml);

        var killed = await RunAndKill(workspace, file, victim, new Random(seed));
        await Killing.UntilDone(workspace, "run", file);

        Assert.Equal(Trials, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.Equal(Trials + 1, workspace.Count("SELECT count(*) FROM epochs"));
        Assert.Equal(undisturbed.Bits(), workspace.Bits());
        Assert.True(killed > 0, "nothing was killed: the sweep was over before the chosen moment");
        Assert.True(workspace.Count("SELECT max(attempts) FROM trials") > 1, "no trial needed a second attempt: the kill hit nobody");
    }

    /// <summary>Kills workers while they hold reservoirs, some time after they were told of them. One that has not begun by then dies
    /// without costing an attempt: then the next ones are killed.</summary>
    private static async Task<int> RunAndKill(Workspace workspace, string file, Victim victim, Random moment)
    {
        using var run = SweepProgram.Start(workspace.Folder, "run", file, "--workers", "2");
        var killed = new HashSet<int>();
        do
        {
            if (!await run.Until(() => workspace.Count("SELECT count(*) FROM trials WHERE status = 'running'") > 0 && AreNew())) break;
            await Task.Delay(moment.Next(0, 300), TestContext.Current.CancellationToken);
            var workers = SweepProgram.WorkersOf(run.Pid);
            if (victim is Victim.Both) run.Kill();
            foreach (var worker in workers.Where(killed.Add)) SweepProgram.Signal(worker, 9);
        }
        while (await run.Until(() => HasSecondAttempt() || AreNew()) && !HasSecondAttempt());

        await run.Exit();
        return killed.Count;

        bool AreNew() => SweepProgram.WorkersOf(run.Pid).Any(worker => !killed.Contains(worker));
        bool HasSecondAttempt() => workspace.Count("SELECT max(attempts) FROM trials") > 1;
    }
}
