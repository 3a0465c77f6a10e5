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

    /// <summary>Runs a verb on two workers, which must succeed.</summary>
    public static async Task UntilDone(Workspace workspace, params string[] verb)
    {
        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, [.. verb, "--workers", "2"]);
        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
    }
}
