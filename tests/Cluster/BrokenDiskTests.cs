namespace Sweep.Cluster.Tests;

/// <summary>Promise 4 on a disk that fails: a clear error, and a ledger that is whole.</summary>
public sealed class BrokenDiskTests
{
    [Fact]
    public async Task Checkpoint_folder_deleted_in_the_middle_costs_attempts_and_is_named_and_all_trials_complete()
    {
        using var workspace = new Workspace();
        using var run = SweepProgram.Start(workspace.Folder, "run", workspace.Write("small.yaml", SmallSweep.Yaml), "--workers", "2");
        Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= 5), run.Errors);

        Directory.Delete(workspace.Ledger + ".files", recursive: true);
        var code = await run.Exit();

        Assert.True(code == 0, $"exit {code}\n{run.Output}\n{run.Errors}");
        Assert.Equal(SmallSweep.Trials, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.Contains("sweep.db.files", run.Errors + run.Output);
        Assert.Equal("ok", workspace.Query<string>("PRAGMA integrity_check")[0]);
        Assert.Equal(0, workspace.Count("SELECT count(*) FROM trials WHERE status = 'running'"));
    }

    [Fact]
    public async Task Full_disk_in_the_middle_is_named_and_the_ledger_stays_whole()
    {
        using var workspace = new Workspace();
        workspace.Write("small.yaml", SmallSweep.Yaml);
        var disk = Directory.CreateDirectory(Path.Combine(workspace.Folder, "disk")).FullName;
        // A mount of three megabytes that only this process tree sees, smaller than the best checkpoints of all trials together; what is
        // left of the ledger is copied out of it at the end.
        var script = $"mount -t tmpfs -o size=3m tmpfs '{disk}' || exit 77; '{{sweep}}' run small.yaml --set hidden=160 --workers 2 --db " +
            $"'{disk}/sweep.db'; code=$?; "
            + $"rm -rf '{disk}/sweep.db.files'; cp '{disk}'/sweep.db* .; exit $code";
        using var run =
            SweepProgram.StartCommand(workspace.Folder, ["/usr/bin/unshare", "--mount", "--map-root-user", "/bin/sh", "-c", script]);

        var code = await run.Exit();

        Assert.SkipWhen(code == 77 || run.Errors.Contains("unshare failed", StringComparison.Ordinal),
            "this machine does not let tests mount a small disk: " + run.Errors);
        Assert.True(code == 1, $"exit {code}\n{run.Output}\n{run.Errors}");
        Assert.Contains("no space", run.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", run.Errors);
        Assert.Equal("ok", workspace.Query<string>("PRAGMA integrity_check")[0]);
    }
}
