using Sweep.Client.Cli;
using Sweep.Client.Tests.Given;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Sqlite;

namespace Sweep.Client.Tests.Verbs;

public sealed class CancelVerbTests : IDisposable
{
    private readonly SweepCommand sweep = new();

    [Fact]
    public async Task Planned_trials_become_cancelled_and_results_stay()
    {
        await using (var cells = await LedgerScenario.Cells(sweep.Ledger)) await cells.Completed(0, 5);

        var said = await sweep.Run("cancel", "cells");

        var ledger = SqliteLedgerReader.Open(sweep.Ledger);
        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains("sweep 'cells' is cancelled: 5 trials will not run", said.Error);
        Assert.Equal(SweepStatus.Cancelled, (await ledger.FindSweep("cells"))!.Status);
        Assert.Equal([TrialStatus.Completed, .. Enumerable.Repeat(TrialStatus.Cancelled, 5)], (await ledger.ListTrials("cells"))
            .Select(t => t.Status));
    }

    [Fact]
    public async Task Coordinator_that_is_still_at_work_is_fenced_off()
    {
        await using var cells = await LedgerScenario.Cells(sweep.Ledger);

        await sweep.Run("cancel", "cells");

        await Assert.ThrowsAsync<CoordinatorFencedException>(() => cells.Completed(0, 5));
    }

    [Fact]
    public async Task Finished_sweep_has_nothing_to_cancel()
    {
        await using (var cells = await LedgerScenario.Cells(sweep.Ledger, "cells", 1.5, "gru"))
        {
            await cells.Completed(0, 5);
            await cells.Completed(1, 5);
            await cells.End(SweepStatus.Finished);
        }

        var said = await sweep.Run("cancel", "cells");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains("finished already; nothing to cancel", said.Error);
    }

    public void Dispose() => sweep.Dispose();
}
