using Microsoft.Extensions.Hosting;

namespace Sweep.Silo.Operations;

/// <summary>Leaves signals alone: whoever embeds the node decides what Ctrl-C means. The host's own lifetime would stop the silo under a
/// running sweep and swallow a second Ctrl-C.</summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
