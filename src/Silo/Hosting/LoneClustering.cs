namespace Sweep.Silo.Hosting;

/// <summary>A cluster of one on free loopback ports: another node on this machine must never mistake it for part of its own.</summary>
internal sealed class LoneClustering : IClustering
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
