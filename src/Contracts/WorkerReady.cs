namespace Sweep.Contracts;

/// <summary>First line of a worker: it speaks the protocol and waits for a command. Not about any trial.</summary>
[GenerateSerializer, Immutable, Alias("sweep.worker-ready")]
public sealed record WorkerReady : TrialEvent
{
    /// <summary>Protocol version it speaks; the node refuses any other than <c>WorkerProtocol.Version</c>.</summary>
    [Id(0)] public required int Protocol { get; init; }

    /// <summary>Name and version of the program, for logs.</summary>
    [Id(1)] public string Program { get; init; } = "";
}
