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

    [Fact]
    public async Task Into_a_file_that_holds_others_and_from_one_that_does()
    {
        var (from, home) = (new SqliteAddress(Path.Combine(folder.FullName, "a %20 ?#.db")), new SqliteAddress(Home));
        await Fill(home, "first", "second");
        await Fill(from, "third", "cells", "fourth");
        // Trials of a sweep need not lie together.
        await using (var ledger = LedgerStore.Open(from, TimeProvider.System))
        {
            foreach (var sweep in (string[])["cells", "third", "cells"])
            {
                var count = (await ledger.ListTrials(sweep)).Count;
                await ledger.AddTrials(sweep, (await ledger.FindSweep(sweep))!.Coordinator, [Given.Trial(count, $$"""{"n":{{count}}}""")]);
            }
        }

        Assert.Equal((5, 3), await SweepCopy.To(from, "cells", Home));

        foreach (var view in Views) Assert.Equal(await Rows(from, view), await Rows(home, view));
        foreach (var view in Views) Assert.NotEmpty(await Rows(home, view, "first"));
        await GoesOn();
    }

    [Fact]
    public async Task A_damaged_source_is_named()
    {
        var from = new SqliteAddress(Path.Combine(folder.FullName, "damaged.db"));
        await Fill(from);
        // Everything but the schema and the sweep itself.
        await using (var file = File.OpenWrite(from.Path))
        {
            for (var page = file.Length / 2; page < file.Length; page += 4096)
            {
                file.Position = page / 4096 * 4096;
                file.Write(new byte[4096]);
            }
        }

        var error = await Assert.ThrowsAsync<LedgerException>(() => SweepCopy.To(from, "cells", Home));

        Assert.Contains("damaged.db' is damaged", error.Message, StringComparison.Ordinal);
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

    private static async Task Fill(LedgerAddress address, params string[] sweeps)
    {
        await using var ledger = LedgerStore.Open(address, TimeProvider.System);
        foreach (var sweep in sweeps.DefaultIfEmpty("cells")) await Fill(ledger, sweep);
    }

    private static async Task Fill(ILedger ledger, string sweep)
    {
        await ledger.CreateSweep(
            Given.Sweep(sweep, summary: MetricSummary.Last),
            [Given.Trial(0, floor: 2.5), Given.Trial(1, replicate: 1), Given.Trial(2, replicate: 2)]);
        var me = await ledger.Claim(sweep, []);
        var changes = new LedgerChange[]
        {
            Given.Started(0, sweep: sweep), Given.Reported(0, 1, 9.1, sweep: sweep), Given.Reported(0, 2, 8.7, sweep: sweep),
            Given.Finished(0, sweep: sweep), Given.Started(1, sweep: sweep), Given.Reported(1, 1, 9.3, sweep: sweep),
            Given.Finished(1, TrialStatus.Failed, outcome: AttemptOutcome.OutOfMemory, reason: "out of memory", sweep: sweep),
            Given.Started(2, sweep: sweep),
        };
        Assert.All(await ledger.Apply(sweep, me, changes), Assert.True);
    }

    private static Task<IReadOnlyList<string>> Rows(LedgerAddress address, string view, string sweep = "cells")
    {
        using var rows = LedgerStore.OpenReader(address).Query($"SELECT * FROM {view} WHERE sweep = '{sweep}'");
        return Task.FromResult<IReadOnlyList<string>>([.. rows.Rows.Select(row =>
            string.Join(" | ", row.Select(value => value is IFormattable f ? f.ToString(null, null) : value?.ToString()))).Order()]);
    }
}
