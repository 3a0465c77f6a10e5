using Sweep.Experiments.Worker;

namespace Sweep.Cluster.Tests;

/// <summary>SIGTERM to a worker from outside: it saves a checkpoint, hands the trial back, and nothing is counted.</summary>
public sealed class PreemptionTests(UndisturbedRun undisturbed) : IClassFixture<UndisturbedRun>
{
    [Fact]
    public async Task Terminated_worker_costs_no_retry_and_no_bit()
    {
        using var workspace = new Workspace();
        var file = workspace.Write("small.yaml", SmallSweep.Yaml);
        using var run = SweepProgram.Start(workspace.Folder, "run", file, "--workers", "2", "--set", "retries=0");

        for (var epochs = 3; epochs <= 9; epochs += 3)
        {
            Assert.True(await run.Until(() => workspace.Count("SELECT count(*) FROM epochs") >= epochs), run.Errors);
            foreach (var worker in SweepProgram.WorkersOf(run.Pid)) ProcessGroup.Terminate(worker);
        }

        Assert.True(await run.Exit() == 0, run.Errors);
        Assert.Equal(SmallSweep.Trials, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.True(workspace.Count("SELECT count(*) FROM attempts WHERE outcome = 'preempted'") > 0, run.Errors);
        Assert.Equal(0, workspace.Count("SELECT count(*) FROM attempts WHERE outcome NOT IN ('preempted', 'completed')"));
        Assert.Equal(undisturbed.Bits, workspace.Bits());
    }
}
