namespace Sweep.Silo.Operations;

/// <summary>Whether a node can take work now.</summary>
public interface INodeHealth
{
    /// <summary>What stands in the way, by the name of the part; empty = the node is ready.</summary>
    /// <returns>Sentences that anybody may read: no path, address or secret.</returns>
    Task<IReadOnlyDictionary<string, string>> Problems(CancellationToken cancel);
}
