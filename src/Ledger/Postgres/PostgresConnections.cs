using Npgsql;
using Polly;
using Polly.Retry;
using Sweep.Ledger.Storage;

namespace Sweep.Ledger.Postgres;

/// <summary>Connections to the database of an address.</summary>
internal static class PostgresConnections
{
    private const int LeastVersion = 14;

    /// <summary>A server that starts says so at once: a minute in all.</summary>
    private static readonly ResiliencePipeline WhileStarting = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        MaxRetryAttempts = 300,
        Delay = TimeSpan.FromMilliseconds(200),
        ShouldHandle = tried => ValueTask.FromResult(tried.Outcome.Exception is { } error && PostgresErrors.IsStarting(error)),
    }).Build();

    static PostgresConnections() => UtcText.Register();

    /// <summary>A connection of its own that writes; opened by the caller.</summary>
    public static NpgsqlConnection Writer(PostgresAddress address)
    {
        var builder = new NpgsqlConnectionStringBuilder(address.WithDefaults) { Enlist = false, IncludeErrorDetail = false };
        builder.Pooling = false;
        Default(builder, "Application Name", "sweep");
        // A dead server is noticed while the node is idle, and a waiting command gives up before its callers do.
        Default(builder, "Keepalive", 15);
        Default(builder, "Timeout", 10);
        Default(builder, "Command Timeout", 30);
        // The writer sends the same few statements over and over.
        Default(builder, "Max Auto Prepare", 50);
        if (builder.Host!.Contains(',', StringComparison.Ordinal)) Default(builder, "Target Session Attributes", "read-write");
        return new NpgsqlConnection(builder.ConnectionString);
    }

    /// <summary>Connections that read, a few at once, closed when idle.</summary>
    public static NpgsqlDataSource Readers(PostgresAddress address)
    {
        var builder = new NpgsqlConnectionStringBuilder(address.WithDefaults) { Enlist = false, IncludeErrorDetail = false };
        Default(builder, "Application Name", "sweep");
        Default(builder, "Timeout", 10);
        Default(builder, "Maximum Pool Size", 8);
        Default(builder, "Connection Idle Lifetime", 10);
        Default(builder, "Connection Pruning Interval", 5);
        return NpgsqlDataSource.Create(builder);
    }

    /// <summary>Opens a connection; refuses a server that is too old.</summary>
    public static void OpenChecked(NpgsqlConnection connection, PostgresAddress address)
    {
        connection.Open();
        if (connection.PostgreSqlVersion.Major < LeastVersion)
        {
            throw new LedgerException(
                $"{PostgresErrors.Place(address)}: expected PostgreSQL {LeastVersion} or newer, found {connection.PostgreSqlVersion}. " +
                    "Update the server, or name another one with --cluster", true);
        }
    }

    /// <summary>Runs what opens a ledger; waits for a server that says that it is starting, and explains every failure.</summary>
    public static T Guarded<T>(PostgresAddress address, Func<T> open)
    {
        try
        {
            return WhileStarting.Execute(open);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or System.Net.Sockets.SocketException)
        {
            throw PostgresErrors.Explain(address, e);
        }
    }

    /// <summary>What the address does not say itself. (<c>ContainsKey</c> is true for every key that Npgsql knows.)</summary>
    internal static void Default(NpgsqlConnectionStringBuilder builder, string key, object value)
    {
        if (!builder.ShouldSerialize(key)) builder[key] = value;
    }
}
