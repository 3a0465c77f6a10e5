namespace Sweep.Cluster.Tests;

/// <summary>Kills runs with SIGKILL, and goes on with them.</summary>
internal static class Killing
{
    /// <summary>Kills once a random number of epochs is in the ledger and a random part of the next one has passed.</summary>
    /// <param name="workspace">Where the sweep file is.</param>
    /// <param name="file">The sweep file.</param>
    /// <param name="victim">Who is killed.</param>
    /// <param name="moment">Chooses the moment.</param>
    /// <param name="epochs">Epochs, all trials together, before which the moment is.</param>
    /// <returns>Workers that ran then; 0 when the sweep was over before.</returns>
    public static async Task<int> RunAndKill(Workspace workspace, string file, Victim victim, Random moment, int epochs)
    {
        var reported = moment.Next(1, epochs);
        using var run = SweepProgram.Start(workspace.Folder, "run", file, "--workers", "2");
        if (!await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= reported)) return 0;
        await Task.Delay(moment.Next(0, 60), TestContext.Current.CancellationToken);

        var workers = SweepProgram.WorkersOf(run.Pid);
        if (victim is Victim.Run or Victim.Both) run.Kill();
        if (victim is Victim.Worker or Victim.Both) foreach (var worker in workers) SweepProgram.Signal(worker, 9);
        await run.Exit();
        return workers.Count;
    }

    /// <summary>A sweep that is killed and resumed has every report of one that is not, to the bit, and each once.</summary>
    /// <param name="name">Name of the sweep.</param>
    /// <param name="yaml">Its file.</param>
    /// <param name="trials">Trials it has.</param>
    /// <param name="epochs">Reports of each.</param>
    /// <param name="kills">Who is killed in a run of its own, and the seed of the moment.</param>
    public static async Task ChangesNoReport(
        string name, string yaml, int trials, int epochs, IReadOnlyList<(Victim Victim, int Seed)> kills)
    {
        using var quiet = new Workspace();
        await UntilDone(quiet, "run", quiet.Write($"{name}.yaml", yaml));
        var expected = Reports(quiet);
        Assert.Equal(trials * epochs, expected.Count);

        foreach (var (victim, seed) in kills)
        {
            using var workspace = new Workspace();
            var file = workspace.Write($"{name}.yaml", yaml);

            var killed = await RunAndKill(workspace, file, victim, new Random(seed), (trials - 2) * epochs);
            await UntilDone(workspace, "resume", name);

            Assert.Equal(trials, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
            Assert.Equal(expected, Reports(workspace));
            Assert.Equal(quiet.Bits(), workspace.Bits());
            Assert.True(killed > 0, "nothing was killed: the sweep was over before the chosen moment");
            Assert.True(workspace.Count("SELECT max(attempts) FROM trials") > 1, "no trial needed a second attempt: the kill hit nobody");
        }
    }

    /// <summary>Every report of a ledger but its speed, to the bit.</summary>
    public static IReadOnlyList<string> Reports(Workspace workspace) => workspace.Query<string>("""
        SELECT printf('%s %d %d %s', sweep, trial, epoch, json_remove(metrics, '$.tokens_per_second')) FROM epochs
        ORDER BY sweep, trial, epoch
        """);

    /// <summary>Runs a verb on two workers, which must succeed.</summary>
    public static async Task UntilDone(Workspace workspace, params string[] verb)
    {
        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, [.. verb, "--workers", "2"]);
        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
    }
}
