namespace Sweep.Silo.Hosting;

/// <summary>A cluster of one node on free loopback ports; by its own identity no other node here takes it for a member.</summary>
internal sealed class LocalhostClustering : IClustering
{
    public bool HasFreePorts => true;

    public void Configure(ISiloBuilder silo)
    {
        var (siloPort, gatewayPort) = FreePorts.Pair();
        silo.UseLocalhostClustering(siloPort, gatewayPort, serviceId: "sweep", clusterId: $"sweep-{Environment.ProcessId}-{siloPort}");
    }

    public Task BeforeStart(IServiceProvider services, CancellationToken cancel) => Task.CompletedTask;

    public Exception PortsTaken(Exception clash) => clash;
}
