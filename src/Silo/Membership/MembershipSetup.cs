using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Messaging;
using Sweep.Ledger;

namespace Sweep.Silo.Membership;

/// <summary>A cluster whose members are listed in the ledger's database: no other service is needed, and there is no head node.</summary>
public static class MembershipSetup
{
    /// <summary>Id of the cluster and of the service: one database is one cluster.</summary>
    public const string ClusterId = "sweep";

    private static readonly TimeSpan DatabaseWait = TimeSpan.FromSeconds(5);

    /// <summary>Joins the silo to the cluster of a database; a SQLite ledger must have been opened before.</summary>
    public static ISiloBuilder UseDatabaseMembership(this ISiloBuilder silo, LedgerAddress database)
    {
        silo.Services.AddMembership(database).AddSingleton<IMembershipTable>(services => services.GetRequiredService<DatabaseMembership>());
        silo.Configure<ClusterMembershipOptions>(Detect);
        return silo;
    }

    /// <summary>Connects the client to the gateways of a database's cluster.</summary>
    public static IClientBuilder UseDatabaseMembership(this IClientBuilder client, LedgerAddress database)
    {
        client.Services.AddMembership(database)
            .AddSingleton<IGatewayListProvider>(services => services.GetRequiredService<DatabaseMembership>());
        return client;
    }

    /// <summary>A killed node is declared dead after some 5 seconds, a frozen or unplugged one after some 15;
    /// a whole cluster that was killed comes back after some 18.</summary>
    /// <remarks>The killed one: its port refuses, 3 missed probes of 2 seconds. The frozen one: votes against a silo are held back while
    /// something came from it within MaxProbeTimeout x NumMissedProbesLimit, because a busy machine answers late rather than never. The
    /// cluster: 2 missed signs of life of 5 seconds make a row stale, 3 missed probes make it dead.</remarks>
    internal static void Detect(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(2);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(5);
        options.NumMissedProbesLimit = 3;
        options.NumMissedTableIAmAliveLimit = 2;
        options.NumVotesForDeathDeclaration = 2;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
    }

    private static IServiceCollection AddMembership(this IServiceCollection services, LedgerAddress database) => services
        .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (ClusterId, ClusterId))
        .AddSingleton(_ => Database(database))
        .AddSingleton(provider => new DatabaseMembership(
            provider.GetRequiredService<IMemberDatabase>(),
            ClusterId,
            new TransientRetry(provider.GetService<TimeProvider>() ?? TimeProvider.System, DatabaseWait)));

    private static IMemberDatabase Database(LedgerAddress database) => database switch
    {
        SqliteAddress sqlite => new SqliteMembers(sqlite.Path),
        PostgresAddress postgres => new PostgresMembers(postgres.WithDefaults),
        _ => throw new ArgumentException($"no cluster can be kept at {database.Display}", nameof(database)),
    };
}
