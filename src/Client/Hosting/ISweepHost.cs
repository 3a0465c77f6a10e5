using Sweep.Silo.Contracts;

namespace Sweep.Client.Hosting;

/// <summary>Whatever runs sweeps for this client: the embedded node now.</summary>
public interface ISweepHost : IAsyncDisposable
{
    /// <summary>The coordinator of a sweep.</summary>
    ISweepGrain Sweep(string name);
}
