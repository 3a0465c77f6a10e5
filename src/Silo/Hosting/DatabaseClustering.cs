using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Sweep.Contracts;
using Sweep.Silo.Membership;
using Sweep.Silo.Operations;
using Sweep.Silo.Security;

namespace Sweep.Silo.Hosting;

/// <summary>Membership in the ledger's database, connections that prove the cluster's secret.</summary>
internal sealed class DatabaseClustering(ClusterPlace place, string name) : IClustering
{
    public bool HasFreePorts => place.Port == 0 && place.GatewayPort == 0;

    public void Configure(ISiloBuilder silo)
    {
        var (freeSilo, freeGateway) = FreePorts.Pair();
        var (siloPort, gatewayPort) = (place.Port == 0 ? freeSilo : place.Port, place.GatewayPort == 0 ? freeGateway : place.GatewayPort);
        silo.UseDatabaseMembership(place.Database);
        silo.UseClusterSecret(place.Secret);
        silo.AddNodeDashboard();
        silo.Configure<SiloOptions>(o => o.SiloName = name);
        // Between the row that says Joining and the one that says Active.
        silo.AddStartupTask((services, cancel) => Check(services).AfterJoining(cancel), ServiceLifecycleStage.ApplicationServices);
        silo.Configure<EndpointOptions>(o =>
        {
            o.AdvertisedIPAddress = place.Advertise ?? place.Bind;
            (o.SiloPort, o.GatewayPort) = (siloPort, gatewayPort);
            o.SiloListeningEndpoint = new IPEndPoint(place.Bind, siloPort);
            o.GatewayListeningEndpoint = new IPEndPoint(place.Bind, gatewayPort);
        });
    }

    public Task BeforeStart(IServiceProvider services, CancellationToken cancel)
    {
        var places = services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        ListenPorts.Check(places.SiloListeningEndpoint!);
        ListenPorts.Check(places.GatewayListeningEndpoint!);
        return Check(services).BeforeJoining(cancel);
    }

    public Exception PortsTaken(Exception clash)
    {
        var chosen = string.Join(" or ", new[] { place.Port, place.GatewayPort }.Where(port => port != 0));
        return new SweepRefusedException($"port {chosen} of {place.Bind} is taken (another node on this machine?); choose others with " +
            "--port and --gateway-port, 0 = any free one", isInputError: true);
    }

    private JoinCheck Check(IServiceProvider services)
    {
        var silo = services.GetRequiredService<ILocalSiloDetails>();
        var node = new JoiningNode(silo.Name, silo.DnsHostName, silo.SiloAddress);
        return new JoinCheck(services.GetRequiredService<IMembershipTable>(), node, JoinCheck.ProbeNode(place.Secret),
            services.GetRequiredService<TimeProvider>());
    }
}
