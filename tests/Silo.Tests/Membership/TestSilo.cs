using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Sweep.Ledger;
using Sweep.Silo.Hosting;
using Sweep.Silo.Membership;
using Sweep.Silo.Tests.Fakes;

namespace Sweep.Silo.Tests.Membership;

/// <summary>A silo with real sockets on loopback whose members are in a database; nothing of Sweep's own grains is used.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly IHost host;

    private TestSilo(IHost host, IPEndPoint gateway, LogWatch log) => (this.host, Gateway, Log) = (host, gateway, log);

    public IPEndPoint Gateway { get; }

    /// <summary>Its warnings and errors.</summary>
    public LogWatch Log { get; }

    public SiloAddress Address => host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    public IGrainFactory Grains => host.Services.GetRequiredService<IGrainFactory>();

    private IClusterMembershipService Members => host.Services.GetRequiredService<IClusterMembershipService>();

    /// <summary>Joins; returns when the silo is active.</summary>
    public static async Task<TestSilo> Join(LedgerAddress database, string name, Action<ISiloBuilder>? configure = null)
    {
        var (siloPort, gatewayPort) = FreePorts.Pair();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        var log = new LogWatch();
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddProvider(log);
        builder.UseOrleans(silo =>
        {
            silo.UseDatabaseMembership(database);
            silo.Configure<SiloOptions>(o => o.SiloName = name);
            silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
            configure?.Invoke(silo);
        });
        var started = new TestSilo(builder.Build(), new IPEndPoint(IPAddress.Loopback, gatewayPort), log);
        try
        {
            await started.host.StartAsync();
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the silo sees as many active members.</summary>
    public async Task Sees(int active)
    {
        using var limit = new CancellationTokenSource(Limit);
        await foreach (var seen in Members.MembershipUpdates.WithCancellation(limit.Token))
        {
            if (seen.Members.Values.Count(member => member.Status == SiloStatus.Active) == active) return;
        }
    }

    /// <summary>A call that is answered somewhere in the cluster.</summary>
    public async Task<int> CountHosts() => (await Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Count;

    /// <summary>Active members as the silo itself sees them now, without the database.</summary>
    public int CountMembers() => Members.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
