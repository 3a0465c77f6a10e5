namespace Sweep.Silo.Hosting;

/// <summary>What a node is known by.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Host">Its machine.</param>
/// <param name="Address">Where it is reached, in this life.</param>
internal sealed record JoiningNode(string Name, string Host, SiloAddress Address)
{
    public static JoiningNode Of(ILocalSiloDetails silo) => new(silo.Name, silo.DnsHostName, silo.SiloAddress);
}
