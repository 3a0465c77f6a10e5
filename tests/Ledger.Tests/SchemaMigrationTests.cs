using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Sweep.Contracts;
using Sweep.Ledger.Copy;
using Sweep.Ledger.Rankings;
using Sweep.Ledger.Sqlite;

namespace Sweep.Ledger.Tests;

/// <summary>
/// Every past version's file opens. <c>Assets/vN.db</c> was written by the build whose newest schema was N: one sweep "cells" of four
/// trials, completed (9, 7.5), diverged, running with one report, planned. A file is never changed once committed; a new schema adds one.
/// </summary>
public sealed class SchemaMigrationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-versions-").FullName;

    public static TheoryData<int> Versions => [.. Enumerable.Range(1, SchemaMigrations.Newest)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory, MemberData(nameof(Versions))]
    public async Task A_file_of_every_past_version_opens_with_all_it_held(int version)
    {
        await using var ledger = SqliteLedger.Open(Past(version), TimeProvider.System);
        var trials = await ledger.ListTrials("cells");

        Assert.Equal([TrialStatus.Completed, TrialStatus.Diverged, TrialStatus.Running, TrialStatus.Planned],
            trials.Select(trial => trial.Status));
        Assert.Equal([7.5, null, 8.0, null], trials.Select(trial => trial.Metric));
        Assert.Equal(4, (await ledger.ListEpochs("cells")).Count);
        Assert.Equal(MetricSummary.Best, (await ledger.FindSweep("cells"))!.Summary);
        Assert.Equal(3, (await ledger.ListAttempts("cells")).Count);
        Assert.Equal([ConfigTier.Clean, ConfigTier.Diverged],
            Ranking.Rank(SweepResults.Of(trials), "val_perplexity", false).Select(config => config.Tier));
        var me = await ledger.Claim("cells", []);
        Assert.Equal([true], await ledger.Apply("cells", me, [Given.Started(2, attempt: 2)]));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_file_of_every_past_version_is_read_and_copied_as_it_is(int version)
    {
        var old = Past(version);
        var view = SqliteLedgerReader.Open(old);

        Assert.All(await view.ListAttempts("cells"), attempt => Assert.Null(attempt.MadeBy));
        Assert.All(await view.CountMakers("cells"), count => Assert.Null(count.Maker));
        Assert.Equal(MetricSummary.Best, (await view.FindSweep("cells"))!.Summary);
        Assert.Null(await view.FindKnown("cells"));
        using (var log = view.ReadDecisions("cells")) Assert.Equal((4, 0), (log.Trials.Count, log.Rows.Count()));
        var copy = new SqliteAddress(Path.Combine(folder, "copy.db"));
        await SweepCopy.To(new SqliteAddress(old), "cells", copy.Path);
        Assert.Equal(3, (await SqliteLedgerReader.Open(copy.Path).ListAttempts("cells")).Count);
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task A_file_of_every_past_version_becomes_what_a_new_file_is(int version)
    {
        var (old, made) = (Past(version), Path.Combine(folder, "made.db"));
        await SqliteLedger.Open(old, TimeProvider.System).DisposeAsync();
        await SqliteLedger.Open(made, TimeProvider.System).DisposeAsync();

        Assert.Equal(Schema(Past(SchemaMigrations.Newest)), Schema(made));
        Assert.Equal(Schema(made), Schema(old));
    }

    [Fact]
    public void A_file_whose_rules_another_program_wrote_anew_is_refused_and_stays_as_it_is()
    {
        var old = Past(6);
        using (var connection = new SqliteConnection($"Data Source={old};Pooling=False"))
        {
            connection.Open();
            connection.Execute(
                """
                PRAGMA writable_schema = ON;
                UPDATE sqlite_schema SET sql = replace(sql, '''report'', ''end''', '''report'',''end''') WHERE name = 'event';
                PRAGMA writable_schema = RESET;
                """);
        }

        var before = Schema(old);

        var refused = Assert.Throws<LedgerException>(() => SqliteLedger.Open(old, TimeProvider.System));

        Assert.True(refused.IsInputError);
        Assert.Contains("expected its table 'event' as this program made it, found 'CREATE TABLE event", refused.Message);
        Assert.Equal(before, Schema(old));
    }

    /// <summary>Run by hand when a schema is added: <c>dotnet test --project tests/Ledger.Tests -- -explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public async Task Writes_the_file_of_the_newest_version()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Sweep.sln"))) root = root.Parent!;
        var file = Path.Combine(root.FullName, "tests", "Ledger.Tests", "Assets", $"v{SchemaMigrations.Newest}.db");
        Assert.False(File.Exists(file), $"{file} is there already and is never changed");
        await using var ledger = SqliteLedger.Open(file, new FakeTimeProvider(new DateTimeOffset(2026, 1, 31, 9, 30, 0, TimeSpan.Zero)));
        await ledger.CreateSweep(
            Given.Sweep(), [.. Enumerable.Range(0, 4).Select(number => Given.Trial(number, $$"""{"layers":{{number}}}"""))]);
        var me = await ledger.Claim("cells", []);
        await ledger.Apply("cells", me,
        [
            Given.Started(0), Given.Reported(0, 1, 9), Given.Reported(0, 2, 7.5), Given.Finished(0), Given.Started(2),
            Given.Reported(2, 1, 8),
            Given.Started(1), Given.Reported(1, 1, 90),
            Given.Finished(1, TrialStatus.Diverged, outcome: AttemptOutcome.Diverged, reason: "loss is NaN"),
        ]);
    }

    [Fact]
    public async Task The_bounds_of_the_t_test_in_the_schema_are_those_of_the_ranking()
    {
        var file = Path.Combine(folder, "sweep.db");
        await SqliteLedger.Open(file, TimeProvider.System).DisposeAsync();
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");

        var table = connection.Query<(long Df, double Squared)>("SELECT df, squared FROM t_quantile ORDER BY df").ToList();

        Assert.Equal(Enumerable.Range(1, WelchTest.MaxDegrees).Select(df => (long)df), table.Select(row => row.Df));
        Assert.All(table, row => Assert.Equal(1, row.Squared / WelchTest.CriticalSquare(row.Df), 1e-7));
    }

    public static TheoryData<int> Rounds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Programs_that_make_the_file_at_once_are_harmless(int round)
    {
        var file = Path.Combine(folder, $"sweep-{round}.db");

        var ledgers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => SqliteLedger.Open(file, TimeProvider.System))));

        await ledgers[0].CreateSweep(Given.Sweep(), []);
        foreach (var ledger in ledgers) Assert.Single(await ledger.ListSweeps());
        foreach (var ledger in ledgers) await ledger.DisposeAsync();
    }

    /// <summary>A copy of the file of a past version.</summary>
    private string Past(int version)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.db");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Assets", $"v{version}.db"), file);
        return file;
    }

    /// <summary>Every table, index, trigger and view to the letter, and the table that is filled with it.</summary>
    private static List<string> Schema(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        return connection.Query<string>(
            """
            SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema
            UNION ALL SELECT df || ' ' || squared FROM t_quantile ORDER BY 1
            """).AsList();
    }
}
