using Microsoft.Data.Sqlite;
using Npgsql;
using Sweep.Ledger;

namespace Sweep.Cluster.Tests;

/// <summary>Whatever ends the making of a ledger and whenever: the same command makes it whole.</summary>
public sealed class HalfMadeLedgerTests
{
    private const string Yaml = """
        name: short
        experiment: noop
        method: grid
        parameters: {x: [0.3, 0.9], epochs: 2}
        """;

    /// <summary>Steps in src/Ledger/Schema.</summary>
    private static readonly int NewestSchema = typeof(ILedger).Assembly.GetManifestResourceNames()
        .Count(name => name.StartsWith("Sweep.Ledger.Schema.Postgres.", StringComparison.Ordinal));

    public static TheoryData<int> Moments => [0, 1, 2, 3, 5, 8, 12, 18, 27, 40];

    [Theory, MemberData(nameof(Moments))]
    public async Task Killed_some_milliseconds_after_the_file_appeared(int milliseconds)
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", Yaml);
        await KillWhileMaking(workspace, milliseconds, 9);

        await EndsWhole(workspace);
    }

    [Theory, InlineData(0), InlineData(4), InlineData(30)]
    public async Task Interrupted_some_milliseconds_after_the_file_appeared(int milliseconds)
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", Yaml);
        await KillWhileMaking(workspace, milliseconds, 2);

        await EndsWhole(workspace);
    }

    [Fact]
    public async Task Made_by_two_programs_at_once_of_which_one_is_killed()
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", Yaml);
        using var other = SweepProgram.Start(workspace.Folder, "run", "short.yaml", "--set", "name=other", "--workers", "1");
        await KillWhileMaking(workspace, 3, 9);

        Assert.True(await other.Exit() == 0, other.Errors);
        await EndsWhole(workspace);
        Assert.Equal(["other", "short"], workspace.Query<string>("SELECT name FROM sweeps ORDER BY name"));
    }

    [Theory]
    [InlineData("an empty file")]
    [InlineData("a database without tables")]
    [InlineData("a database without tables, in write-ahead mode, with its side files")]
    [InlineData("side files of a ledger that is gone")]
    public async Task Taken_as_new(string what)
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", Yaml);
        switch (what)
        {
            case "an empty file": workspace.Write("sweep.db", ""); break;
            case "a database without tables": workspace.Execute("PRAGMA page_size = 4096; VACUUM"); break;
            case "side files of a ledger that is gone":
                LeaveSideFiles(workspace, "CREATE TABLE gone (x)");
                File.Delete(workspace.Ledger); break;
            default: LeaveSideFiles(workspace, "PRAGMA user_version = 0"); break;
        }

        await EndsWhole(workspace);
    }

    [Fact]
    public async Task Nothing_to_look_at_yet_is_said_by_the_verbs_that_look()
    {
        using var workspace = new Workspace();
        workspace.Write("sweep.db", "");

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "ls");

        Assert.Equal(2, code);
        Assert.Contains("there is no ledger", errors);
        Assert.Contains("yet: the file is empty. 'run FILE' makes one", errors);
    }

    [Fact]
    public async Task Tables_of_somebody_else_are_left_alone()
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", Yaml);
        workspace.Execute("CREATE TABLE song (title TEXT)");
        var before = await File.ReadAllBytesAsync(workspace.Ledger, TestContext.Current.CancellationToken);

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "run", "short.yaml");

        Assert.Equal(2, code);
        Assert.Contains("the SQLite database of another program", errors);
        Assert.Equal(before, await File.ReadAllBytesAsync(workspace.Ledger, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Made_on_a_full_disk_that_then_gets_room()
    {
        using var workspace = new Workspace();
        workspace.Write("short.yaml", Yaml);
        var disk = Directory.CreateDirectory(Path.Combine(workspace.Folder, "disk")).FullName;
        // Every size up to what a new ledger needs ends its making at another point.
        var script = $$"""
            mount -t tmpfs -o size=4k tmpfs '{{disk}}' || exit 77
            for size in 4k 8k 16k 32k 64k 128k; do
              mount -o remount,size=$size '{{disk}}' || exit 77
              '{sweep}' run short.yaml --workers 1 --db '{{disk}}/sweep.db' >out 2>err; code=$?
              [ $code = 0 ] && break
              [ $code = 1 ] && grep -qi 'disk is full\|no space' err && ! grep -q 'defect' err || { echo "$size: exit $code" >&2; cat err >&2; exit 9; }
            done
            mount -o remount,size=20m '{{disk}}' && '{sweep}' run short.yaml --workers 1 --db '{{disk}}/sweep.db'; code=$?
            cp '{{disk}}'/sweep.db* . 2>/dev/null; exit $code
            """;
        using var run =
            SweepProgram.StartCommand(workspace.Folder, ["/usr/bin/unshare", "--mount", "--map-root-user", "/bin/sh", "-c", script]);

        var code = await run.Exit();

        Assert.SkipWhen(code == 77 || run.Errors.Contains("unshare failed", StringComparison.Ordinal),
            "this machine does not let tests mount a small disk: " + run.Errors);
        Assert.True(code == 0, $"exit {code}\n{run.Output}\n{run.Errors}");
        Assert.Equal("ok", workspace.Query<string>("PRAGMA integrity_check")[0]);
        Assert.Equal(2, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
    }

    [Theory, InlineData(0), InlineData(5), InlineData(20)]
    public async Task A_PostgreSQL_schema_whose_maker_is_killed_is_all_there_or_not_at_all(int milliseconds)
    {
        Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing);
        using var workspace = new Workspace();
        var address = await (await PostgresServer.Shared()).CreateDatabase();
        await using var watch = NpgsqlDataSource.Create(address);
        using (var silo = Silo(workspace, address))
        {
            Assert.True(await silo.Until(() =>
                Ask<long>(watch, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sweep' AND datname = " +
                "current_database()") > 0), silo.Errors);
            await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
            silo.Kill();
            await silo.Exit();
        }

        await Eventually.Holds(() =>
            Ask<long>(watch, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'sweep' AND datname = " +
            "current_database()") == 0, "the session of a killed node stayed");
        var made = Ask<string>(watch, "SELECT coalesce(string_agg(relname, ' ' ORDER BY relname), '') FROM pg_class WHERE relname IN " +
            "('sweep', 'trial', 'leaderboard', 'ledger_version')");
        Assert.Contains(made, (string[])["", "leaderboard ledger_version sweep trial"]);

        using var again = Silo(workspace, address);
        Assert.True(await again.Until(() => again.Errors.Contains("is in the cluster", StringComparison.Ordinal)), again.Errors);
        Assert.Equal(NewestSchema, Ask<int>(watch, "SELECT version FROM ledger_version"));
    }

    private static SweepProgram Silo(Workspace workspace, string address) => SweepProgram.Start(
        workspace.Folder, "silo", "--cluster", address, "--workers", "1", "--device", "cpu", "--port", "0", "--gateway-port", "0",
        "--name", "a");

    private static T Ask<T>(NpgsqlDataSource database, string sql)
    {
        using var command = database.CreateCommand(sql);
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>Sends the signal so long after the file appeared; the program may be done by then.</summary>
    private static async Task KillWhileMaking(Workspace workspace, int milliseconds, int signal)
    {
        using var appeared = new FileSystemWatcher(workspace.Folder, "sweep.db");
        using var seen = new SemaphoreSlim(0);
        appeared.Created += (_, _) => seen.Release();
        appeared.EnableRaisingEvents = true;
        using var run = SweepProgram.Start(workspace.Folder, "run", "short.yaml", "--workers", "1");
        if (!File.Exists(workspace.Ledger))
            Assert.True(await seen.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken), run.Errors);
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        SweepProgram.Signal(run.Pid, signal);
        await run.Exit();
    }

    /// <summary>As a killed program leaves it: the files of a connection that was never closed.</summary>
    private static void LeaveSideFiles(Workspace workspace, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={workspace.Ledger};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA journal_mode = WAL; {sql}";
        command.ExecuteNonQuery();
        foreach (var side in (string[])["-wal", "-shm"]) File.Copy(workspace.Ledger + side, workspace.Ledger + side + ".kept");
        connection.Close();
        foreach (var side in (string[])["-wal", "-shm"])
            File.Move(workspace.Ledger + side + ".kept", workspace.Ledger + side, overwrite: true);
    }

    private static async Task EndsWhole(Workspace workspace)
    {
        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", "short.yaml", "--workers", "1");
        Assert.True(code == 0, $"exit {code}\n{output}\n{errors}");
        Assert.Equal(2, workspace.Count("SELECT count(*) FROM trials WHERE sweep = 'short' AND status = 'completed'"));
        Assert.Equal(4, workspace.Count("SELECT count(*) FROM epochs WHERE sweep = 'short'"));
        Assert.Equal("ok", workspace.Query<string>("PRAGMA integrity_check")[0]);
    }
}
