namespace Sweep.Cluster.Tests;

/// <summary>Who is killed.</summary>
public enum Victim
{
    /// <summary>Both worker processes; the node goes on by itself.</summary>
    Worker,

    /// <summary>The process of <c>sweep run</c>: client, node and coordinator.</summary>
    Run,

    /// <summary>All of them at once.</summary>
    Both,
}
