namespace Sweep.Cluster.Tests.Chaos;

/// <summary>What is done to whom.</summary>
public enum FaultKind
{
    /// <summary>SIGKILL to one worker.</summary>
    KillWorker,

    /// <summary>SIGTERM to one worker: it hands its trial back.</summary>
    EndWorker,

    /// <summary>SIGSTOP to one worker, SIGCONT a while later.</summary>
    FreezeWorker,

    /// <summary>SIGKILL to one node, with all its workers dying of it; it is started again.</summary>
    KillNode,

    /// <summary>SIGTERM to one node: it leaves in order and is started again.</summary>
    EndNode,

    /// <summary>SIGSTOP to one node, SIGCONT a while later: the others may have declared it dead meanwhile.</summary>
    FreezeNode,

    /// <summary>SIGKILL to the node that coordinates the sweep.</summary>
    KillCoordinator,

    /// <summary>The database server is stopped and started again.</summary>
    RestartDatabase,
}
