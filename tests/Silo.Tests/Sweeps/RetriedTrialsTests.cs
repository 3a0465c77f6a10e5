using Sweep.Contracts;
using Sweep.Contracts.Rows;
using static Sweep.Silo.Tests.Sweeps.TrialScripts;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>Trials that failed run again when their user says so.</summary>
public sealed class RetriedTrialsTests
{
    [Fact]
    public async Task Trials_that_failed_run_again_when_their_user_says_so_and_no_others()
    {
        await using var cluster = await FakeCluster.Start();
        var isMended = false;
        cluster.Script = order => !isMended && order.Trial.Trial == 1 ? [Crash(order.Trial.Attempt)] : Completing();
        await cluster.StartSweep("cells", trials: 3, retries: 0);
        Assert.Equal(1, (await Wait.UntilOver(cluster.Grains, "cells")).Counts[TrialStatus.Failed]);
        isMended = true;
        var again = cluster.Order("cells", trials: 3, retries: 0) with { Retried = [1] };

        await cluster.Sweep("cells").Start(again, CancellationToken.None);
        await cluster.Sweep("cells").Start(again, CancellationToken.None);
        var end = await Wait.UntilOver(cluster.Grains, "cells");

        Assert.Equal(3, end.Counts[TrialStatus.Completed]);
        Assert.Equal([1, 2, 1], (await cluster.Ledger.ListTrials("cells")).Select(trial => trial.Attempts));
        Assert.Equal(SweepStatus.Finished, (await cluster.Ledger.FindSweep("cells"))!.Status);
    }

    [Fact]
    public async Task While_the_sweep_runs_nothing_is_tried_again()
    {
        await using var cluster = await FakeCluster.Start();
        cluster.Script = _ => [];
        await cluster.StartSweep("cells", trials: 3, retries: 0);

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() =>
            cluster.Sweep("cells").Start(cluster.Order("cells", trials: 3, retries: 0) with { Retried = [1] }, CancellationToken.None));

        Assert.Contains("'cells' is running", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changes_no_trial_waits_for_the_pause()
    {
        await using var cluster = await FakeCluster.Start();
        cluster.Script = _ => [];
        await cluster.StartSweep("cells", trials: 3, retries: 0);

        var refused = await Assert.ThrowsAsync<SweepRefusedException>(() => cluster.StartSweep("cells", trials: 3, retries: 5));

        Assert.Contains("pause it, then run the file again", refused.Message, StringComparison.Ordinal);
    }
}
