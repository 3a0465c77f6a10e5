namespace Sweep.Silo.Security;

/// <summary>What a gateway says to a secret.</summary>
public enum ProbeResult
{
    /// <summary>A node of the cluster; it took the secret and proved its own.</summary>
    Reachable,

    /// <summary>Nobody there, or somebody who is no node of this version.</summary>
    Unreachable,

    /// <summary>A node with another secret.</summary>
    Refused,
}
