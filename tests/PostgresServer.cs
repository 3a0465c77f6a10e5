using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Sweep.Testing;

/// <summary>
/// A throwaway PostgreSQL server on this machine, listening on 127.0.0.1 only. Compiled into every test project with UsePostgres=true (see
/// Directory.Build.targets). It ends, and its folder goes, when it is disposed of or the test process ends, however that ends.
/// </summary>
/// <example><c>Assert.SkipUnless(PostgresServer.Available, PostgresServer.Missing); var address = await (await
/// PostgresServer.Shared()).CreateDatabase();</c></example>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "sweep";

    // The shell ends the server by the signal that a line names, or, when this process is gone and its end of the pipe closed,
    // kills it and cleans up.
    private const string Keeper =
        """
        exec >>"$1/log" 2>&1
        trap '' INT HUP TERM
        if [ "$(id -u)" = 0 ]; then become="setpriv --reuid=postgres --regid=postgres --init-groups"; chown postgres "$1"; fi
        [ -d "$1/data" ] || $become "$2/initdb" -D "$1/data" -A scram-sha-256 -U sweep --pwfile="$1/password" -E UTF8 --locale=C -N || exit 1
        cd "$1"
        $become "$2/postgres" -D "$1/data" -p "$3" -k "$1" -c listen_addresses=127.0.0.1 -c fsync=on -c max_connections=300 </dev/null &
        server=$!
        read -r signal
        [ "$signal" = INT ] || sessions=$(cat /proc/$server/task/$server/children)
        kill -${signal:-KILL} $server $sessions
        wait $server
        # A session that was forked in this very moment holds the shared memory, and a new server would refuse to start.
        held() { for p in /proc/[0-9]*; do [ "$(readlink $p/cwd)" != "$data" ] || echo "${p#/proc/}"; done; }
        data="$1/data"
        [ "$signal" = INT ] || while sessions=$(held); [ -n "$sessions" ]; do kill -KILL $sessions; sleep 0.02; done
        [ -n "$signal" ] || rm -rf "$1"
        """;

    private static readonly string? Programs = FindPrograms();
    private static readonly Lazy<Task<PostgresServer>> One = new(Start);

    private readonly string folder = Directory.CreateTempSubdirectory("sweep-postgres-").FullName;
    private readonly string password = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private readonly int port = FreePort();
    private Process? keeper;
    private int databases;

    private PostgresServer() => File.WriteAllText(Path.Combine(folder, "password"), password);

    /// <summary>Whether this machine can start a server.</summary>
    public static bool Available => Programs is not null;

    /// <summary>Why a test skips.</summary>
    public static string Missing => "no PostgreSQL server is installed here (initdb and postgres, on PATH or in /usr/lib/postgresql/*/bin)";

    /// <summary>TCP port on 127.0.0.1; the same after a restart.</summary>
    public int Port => port;

    /// <summary>Its superuser's password, for tests that it is never shown.</summary>
    public string Password => password;

    /// <summary>The server that all tests of this process share; take a database of your own from it, and leave it running.</summary>
    public static Task<PostgresServer> Shared() => One.Value;

    /// <summary>A server of your own, to stop and kill.</summary>
    public static async Task<PostgresServer> Start()
    {
        var server = new PostgresServer();
        await server.Resume();
        return server;
    }

    /// <summary>Connection string to a database of the server.</summary>
    public string ConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = User,
        Password = password,
        Database = database,
    }.ConnectionString;

    /// <summary>Connection string to a fresh, empty database.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await Execute($"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>Runs SQL as the superuser.</summary>
    public async Task Execute(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ends it in order; open connections are cut, committed data is kept.</summary>
    public Task Stop() => End("INT");

    /// <summary>Kills it and all its sessions, as a power cut would.</summary>
    public Task Kill() => End("KILL");

    /// <summary>Starts it again after <see cref="Stop"/> or <see cref="Kill"/>; returns when it accepts connections.</summary>
    public async Task Resume()
    {
        keeper = Process.Start(new ProcessStartInfo(
            "/bin/sh", ["-c", Keeper, "postgres-keeper", folder, Programs!, $"{port}"])
        { RedirectStandardInput = true })!;
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await Execute("SELECT 1");
                return;
            }
            catch (Exception e)
                when (e is NpgsqlException or SocketException && !keeper.HasExited && patience.Elapsed < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(20);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"PostgreSQL does not start: {e.Message}\n{await File.ReadAllTextAsync(Path.Combine(folder, "log"))}", e);
            }
        }
    }

    /// <summary>Stops it in order and starts it again on the same port.</summary>
    public async Task Restart()
    {
        await Stop();
        await Resume();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (keeper is null) Directory.Delete(folder, recursive: true);
        else await End("");
    }

    private async Task End(string signal)
    {
        if (keeper is null) return;
        if (signal.Length > 0) await keeper.StandardInput.WriteLineAsync(signal);
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync();
        keeper.Dispose();
        keeper = null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindPrograms()
    {
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order().Reverse().Select(version => Path.Combine(version, "bin")) : [];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(debian);
        return folders.FirstOrDefault(folder =>
            File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
