namespace Sweep.Silo.Hosting;

/// <summary>One node: an Orleans silo with its slots, worker processes and ledger. Embedded in <c>sweep run</c>, or alone as <c>sweep silo</c>.</summary>
public sealed class SweepNode : IAsyncDisposable
{
    private SweepNode(IGrainFactory grains) => Grains = grains;

    /// <summary>Calls into the cluster without a gateway hop.</summary>
    public IGrainFactory Grains { get; }

    /// <summary>Starts a node on free loopback ports; returns when it serves.</summary>
    public static Task<SweepNode> Start(NodeOptions options, Experiments.Catalog.ExperimentCatalog catalog, CancellationToken cancel = default) =>
        throw new NotImplementedException($"{options} {catalog} {cancel} {new SweepNode(null!)}");

    /// <summary>Ends every worker after a checkpoint, then the silo.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
