using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sweep.Silo.Hosting;

/// <summary>Logs which nodes join and leave the cluster.</summary>
internal sealed partial class MembershipLog(IClusterMembershipService members, ILogger<MembershipLog> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = members.CurrentSnapshot;
        await foreach (var now in members.MembershipUpdates.WithCancellation(stoppingToken))
        {
            foreach (var change in now.CreateUpdate(known).Changes) Log(change);
            known = now;
        }
    }

    private void Log(ClusterMember change)
    {
        if (change.Status == SiloStatus.Active) LogJoined(change.Name, change.SiloAddress.Endpoint.ToString());
        if (change.Status is SiloStatus.ShuttingDown or SiloStatus.Stopping) LogLeaving(change.Name);
        if (change.Status == SiloStatus.Dead) LogGone(change.Name, change.SiloAddress.Endpoint.ToString());
    }

    [LoggerMessage(LogLevel.Information, "node {Node} at {Place} is in the cluster")]
    private partial void LogJoined(string node, string place);

    [LoggerMessage(LogLevel.Information, "node {Node} is leaving")]
    private partial void LogLeaving(string node);

    [LoggerMessage(LogLevel.Information, "node {Node} at {Place} is gone")]
    private partial void LogGone(string node, string place);
}
