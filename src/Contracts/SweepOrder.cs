namespace Sweep.Contracts;

/// <summary>A sweep as it is submitted: the file's text, from which every coordinator reads the same rules.</summary>
/// <param name="Name">Unique name; the key of the grain.</param>
/// <param name="Yaml">The sweep file with every <c>--set</c> applied.</param>
/// <param name="BaseFolder">Absolute folder against which relative paths in the file are resolved.</param>
[GenerateSerializer, Immutable, Alias("sweep.order")]
public sealed record SweepOrder([property: Id(0)] string Name, [property: Id(1)] string Yaml, [property: Id(2)] string BaseFolder)
{
    /// <summary>The sweep's row as the client planned it, with its files before its eyes;
    /// null = the coordinator plans by itself, or knows the sweep from the ledger.</summary>
    [Id(3)] public NewSweep? Sweep { get; init; }

    /// <summary>The trials that go with <see cref="Sweep"/>.</summary>
    [Id(4)] public IReadOnlyList<PlannedTrial> Trials { get; init; } = [];

    /// <summary>Numbers of trials that ended without a result and are to run again; empty (default) = none.</summary>
    [Id(5)] public IReadOnlyList<int> Retried { get; init; } = [];
}
