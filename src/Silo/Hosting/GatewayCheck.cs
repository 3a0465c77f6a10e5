using System.Net;
using Orleans.Messaging;
using Sweep.Contracts;
using Sweep.Silo.Security;

namespace Sweep.Silo.Hosting;

/// <summary>Looks for a gateway that takes the secret before Orleans' client starts, which tries on for ever without a word.</summary>
internal static class GatewayCheck
{
    /// <exception cref="SweepRefusedException">There is none; the message says whether nobody is there, nobody answers,
    /// or the secret is wrong.</exception>
    public static async Task Find(IGatewayListProvider list, string place, ClusterSecret secret, CancellationToken cancel)
    {
        await list.InitializeGatewayListProvider();
        var gateways = await list.GetGateways();
        if (gateways.Count == 0)
            throw new SweepRefusedException($"no node is in the cluster at {place}; start one on each machine ('silo')");
        var tries = await Ask();
        // A busy machine answers late rather than never.
        if (tries.All(t => t.Result == ProbeResult.Unreachable)) tries = await Ask();
        if (tries.Any(t => t.Result == ProbeResult.Reachable)) return;
        if (tries.FirstOrDefault(t => t.Result == ProbeResult.Refused) is { Found: not null } refused)
        {
            throw new SweepRefusedException(
                $"the cluster at {place} refused the secret ({refused.Found}); use the one of its nodes: --secret-file, " +
                    $"{SecretSources.VariableName}, or the file 'secret' in the configuration folder",
                isInputError: true);
        }

        throw new SweepRefusedException($"no node of the cluster at {place} answers: {string.Join("; ", tries.Select(t => t.Found))}");

        Task<(ProbeResult Result, string Found)[]> Ask() =>
            Task.WhenAll(gateways.Select(gateway => ClusterProbe.Try(PortProtocol.Gateway, EndPoint(gateway), secret, cancel)));
    }

    private static IPEndPoint EndPoint(Uri gateway) => new(IPAddress.Parse(gateway.Host.Trim('[', ']')), gateway.Port);
}
