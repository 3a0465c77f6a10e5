using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Copy;
using Sweep.Ledger.Stores;

namespace Sweep.Ledger.Tests;

/// <summary>A sweep that was brought home is the same sweep.</summary>
public sealed class SweepCopyTests : IDisposable
{
    private static readonly string[] Views = ["trials", "attempts", "epochs", "leaderboard"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-copy-");

    private string Home => Path.Combine(folder.FullName, "home.db");

    [Fact]
    public async Task From_a_file() => await CopiesWhole(new SqliteAddress(Path.Combine(folder.FullName, "cluster.db")));

    [Fact]
    public async Task From_a_PostgreSQL_server()
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        await CopiesWhole(new PostgresAddress(await (await PostgresServer.Shared()).CreateDatabase()));
    }

    [Fact]
    public async Task A_sweep_that_the_file_holds_already_is_refused_and_the_file_stays_as_it_was()
    {
        var from = new SqliteAddress(Path.Combine(folder.FullName, "cluster.db"));
        await Fill(from);
        await SweepCopy.To(from, "cells", Home);
        var before = await Rows(new SqliteAddress(Home), "trials");

        var refused = await Assert.ThrowsAsync<LedgerException>(() => SweepCopy.To(from, "cells", Home));

        Assert.True(refused.IsInputError);
        Assert.Contains("holds a sweep 'cells' already", refused.Message);
        Assert.Equal(before, await Rows(new SqliteAddress(Home), "trials"));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task CopiesWhole(LedgerAddress from)
    {
        await Fill(from);

        Assert.Equal((3, 3), await SweepCopy.To(from, "cells", Home));

        foreach (var view in Views) Assert.Equal(await Rows(from, view), await Rows(new SqliteAddress(Home), view));
        var copied = (await LedgerStore.OpenReader(new SqliteAddress(Home)).FindSweep("cells"))!;
        Assert.Equal((SweepStatus.Interrupted, MetricSummary.Last), (copied.Status, copied.Summary));
        await GoesOn();
    }

    /// <summary>The guards of the copy hold, and so does its history.</summary>
    private async Task GoesOn()
    {
        await using var ledger = LedgerStore.Open(new SqliteAddress(Home), TimeProvider.System);
        var me = await ledger.Claim("cells", []);
        Assert.Equal([false, true], await ledger.Apply("cells", me, [Given.Reported(0, 3, 1), Given.Started(2, attempt: 2)]));
    }

    private static async Task Fill(LedgerAddress address)
    {
        await using var ledger = LedgerStore.Open(address, TimeProvider.System);
        await ledger.CreateSweep(
            Given.Sweep(summary: MetricSummary.Last),
            [Given.Trial(0, floor: 2.5), Given.Trial(1, replicate: 1), Given.Trial(2, replicate: 2)]);
        var me = await ledger.Claim("cells", []);
        var changes = new LedgerChange[]
        {
            Given.Started(0), Given.Reported(0, 1, 9.1), Given.Reported(0, 2, 8.7), Given.Finished(0), Given.Started(1),
                Given.Reported(1, 1, 9.3),
            Given.Finished(1, TrialStatus.Failed, outcome: AttemptOutcome.OutOfMemory, reason: "out of memory"), Given.Started(2),
        };
        Assert.All(await ledger.Apply("cells", me, changes), Assert.True);
    }

    private static Task<IReadOnlyList<string>> Rows(LedgerAddress address, string view)
    {
        using var rows = ((ILedgerQuery)LedgerStore.OpenReader(address)).Query($"SELECT * FROM {view} WHERE sweep = 'cells'");
        return Task.FromResult<IReadOnlyList<string>>([.. rows.Rows.Select(row =>
            string.Join(" | ", row.Select(value => value is IFormattable f ? f.ToString(null, null) : value?.ToString()))).Order()]);
    }
}
