using System.Net;
using Sweep.Contracts;
using Sweep.Silo.Membership;
using Sweep.Silo.Security;

namespace Sweep.Silo.Hosting;

/// <summary>Keeps two living nodes from having one name, by which slots are found, or one address, at which Orleans takes whoever was there
/// before for dead.</summary>
/// <param name="answers">True when a node of the cluster answers at a place.</param>
internal sealed class JoinCheck(
    IMembershipTable members, JoiningNode node, Func<IPEndPoint, CancellationToken, Task<bool>> answers, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the elder waits for the younger, which serves or is gone after a second or two unless it hangs.</summary>
    private static readonly TimeSpan ElderLimit = TimeSpan.FromSeconds(15);

    /// <summary>Asks the port for nodes to prove the secret: a port that a dead node left may be another program's now.</summary>
    public static Func<IPEndPoint, CancellationToken, Task<bool>> ProbeNode(ClusterSecret secret) =>
        async (place, cancel) => (await ClusterProbe.Try(PortProtocol.Nodes, place, secret, cancel)).Result == ProbeResult.Reachable;

    /// <summary>The look before this node joins.</summary>
    /// <exception cref="SweepRefusedException">Input error: a living node has its name, or its address.
    /// Dead ones that nobody has missed yet are no hindrance.</exception>
    public async Task BeforeJoining(CancellationToken cancel)
    {
        await members.InitializeMembershipTableAsync(true, cancel);
        foreach (var other in await Others(cancel))
            if (IsHere(other) && await SignsOnceMore(other, cancel)) throw SharesAddress(other);
        if (await Namesake(cancel) is { } namesake) throw SharesName(namesake);
    }

    /// <summary>The look when this node has joined but does not serve yet: two that started together see each other now. One of them gives
    /// way: the younger, or the one that comes when the other serves already. The elder waits for that, because the younger may have looked
    /// a moment too early; but not for ever: one that gave way and hangs in its end still answers.</summary>
    /// <exception cref="SweepRefusedException">Input error: this node gives way.</exception>
    public async Task AfterJoining(CancellationToken cancel)
    {
        for (var began = clock.GetTimestamp(); await Namesake(cancel) is { } namesake && clock.GetElapsedTime(began) < ElderLimit;)
        {
            if (namesake.Status == SiloStatus.Active || namesake.SiloAddress.CompareTo(node.Address) < 0) throw SharesName(namesake);
            await Task.Delay(Pause, clock, cancel);
        }
    }

    private async Task<MembershipEntry?> Namesake(CancellationToken cancel)
    {
        foreach (var other in await Others(cancel))
        {
            // At its own address a node would only hear itself.
            if (other.SiloName == node.Name && !IsHere(other) && await answers(other.SiloAddress.Endpoint, cancel)) return other;
        }

        return null;
    }

    private async Task<IReadOnlyList<MembershipEntry>> Others(CancellationToken cancel) =>
        [.. (await members.ReadAllAsync(cancel)).Members.Select(row => row.Item1)
            .Where(m => m.Status is SiloStatus.Joining or SiloStatus.Active && !m.SiloAddress.Equals(node.Address))];

    private bool IsHere(MembershipEntry other) => other.SiloAddress.Endpoint.Equals(node.Address.Endpoint);

    /// <summary>Whether a node of another machine that has this node's address is alive. Nobody can ask it, the address leads back here;
    /// but it signs every few seconds. One of this machine is dead: its port is free.</summary>
    private async Task<bool> SignsOnceMore(MembershipEntry other, CancellationToken cancel)
    {
        if (other.HostName == node.Host) return false;
        for (var began = clock.GetTimestamp();
            clock.GetElapsedTime(began) < LivingNodes.Silence && clock.GetUtcNow().UtcDateTime - other.IAmAliveTime < LivingNodes.Silence;)
        {
            await Task.Delay(Pause, clock, cancel);
            if ((await Others(cancel)).FirstOrDefault(m => m.SiloAddress.Equals(other.SiloAddress)) is not { } now) return false;
            if (now.IAmAliveTime > other.IAmAliveTime) return true;
        }

        return false;
    }

    private static SweepRefusedException SharesName(MembershipEntry other) => new(
        $"a node named '{other.SiloName}' is in this cluster already, at {other.SiloAddress.Endpoint}; give this one another name " +
            "with --name", isInputError: true);

    private static SweepRefusedException SharesAddress(MembershipEntry other) => new(
        $"node '{other.SiloName}' of the machine '{other.HostName}' is in this cluster at {other.SiloAddress.Endpoint}, which would be " +
            "this node's address, too; name the address at which the other nodes reach this machine with --bind, or with --advertise",
        isInputError: true);
}

/// <summary>What a node is known by: its name, its machine, and where it is reached in this life.</summary>
internal sealed record JoiningNode(string Name, string Host, SiloAddress Address);
