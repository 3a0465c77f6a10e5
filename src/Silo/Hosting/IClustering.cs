using Sweep.Contracts;

namespace Sweep.Silo.Hosting;

/// <summary>How a silo finds the others, if there are any.</summary>
internal interface IClustering
{
    /// <summary>True when the ports are chosen anew by every <see cref="Configure"/>.</summary>
    bool HasFreePorts { get; }

    /// <summary>Sets membership, ports and identity.</summary>
    void Configure(ISiloBuilder silo);

    /// <summary>Last look before the silo joins.</summary>
    /// <exception cref="SweepRefusedException">It must not join.</exception>
    Task BeforeStart(IServiceProvider services, CancellationToken cancel);

    /// <summary>What a taken port means.</summary>
    Exception PortsTaken(Exception clash);
}
