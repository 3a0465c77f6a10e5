using System.Net;
using System.Net.Sockets;
using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Hosting;

/// <summary>Keeps two living nodes from having one name: slots are found by it.</summary>
internal static class NodeNames
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Looks for a living namesake before this node joins.</summary>
    /// <exception cref="SweepRefusedException">Input error: there is one. A dead one that nobody has missed yet is no hindrance.</exception>
    public static async Task Check(IMembershipTable members, string name, CancellationToken cancel)
    {
        await members.InitializeMembershipTableAsync(true, cancel);
        foreach (var (member, _) in (await members.ReadAllAsync(cancel)).Members)
        {
            if (member.SiloName != name || member.Status != SiloStatus.Active || !await Answers(member.SiloAddress.Endpoint, cancel)) continue;
            throw new SweepRefusedException(
                $"a node named '{name}' is in this cluster already, at {member.SiloAddress.Endpoint}; give this one another name with --name", isInputError: true);
        }
    }

    private static async Task<bool> Answers(IPEndPoint place, CancellationToken cancel)
    {
        using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(place, limit.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false;
        }
    }
}
