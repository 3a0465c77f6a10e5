using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Messaging;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Silo.Membership;
using Sweep.Silo.Operations;
using Sweep.Silo.Security;

namespace Sweep.Silo.Hosting;

/// <summary>A program's connection to a cluster: finds the nodes' gateways in the database and proves the secret to them.</summary>
public sealed class ClusterClient : IAsyncDisposable
{
    private static readonly TimeSpan ResponseLimit = TimeSpan.FromSeconds(20);

    private readonly IHost host;

    private ClusterClient(IHost host)
    {
        this.host = host;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    public IGrainFactory Grains { get; }

    /// <summary>Connects to any node.</summary>
    /// <exception cref="SweepRefusedException">None answers or accepts the secret; the message says which, and the way out.</exception>
    public static async Task<ClusterClient> Connect(LedgerAddress database, ClusterSecret secret, CancellationToken cancel = default)
    {
        var host = Build(database, secret);
        try
        {
            await GatewayCheck.Find(host.Services.GetRequiredService<IGatewayListProvider>(), database.Display, secret, cancel);
            await host.StartAsync(cancel);
            return new ClusterClient(host);
        }
        catch (Exception e)
        {
            host.Dispose();
            throw e is OrleansException or TimeoutException ? new SweepRefusedException(
                $"no node of the cluster at {database.Display} answers: {e.Message.ReplaceLineEndings(" ")}") : e;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await BoundedDisposal.Of(host, TimeProvider.System);
    }

    private static IHost Build(LedgerAddress database, ClusterSecret secret)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSweepFilters();
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.UseOrleansClient(client =>
        {
            client.UseDatabaseMembership(database);
            client.UseClusterSecret(secret);
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ResponseLimit);
            client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = TimeSpan.FromSeconds(3));
        });
        return builder.Build();
    }
}
