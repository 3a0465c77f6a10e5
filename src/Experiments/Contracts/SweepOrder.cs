namespace Sweep.Experiments.Contracts;

/// <summary>A sweep as it is submitted: the file's text, from which every coordinator rebuilds the same plan.</summary>
/// <param name="Name">Unique name; the key of the grain.</param>
/// <param name="Yaml">The sweep file with every <c>--set</c> applied.</param>
/// <param name="BaseFolder">Absolute folder against which relative paths in the file are resolved.</param>
[GenerateSerializer, Immutable, Alias("sweep.order")]
public sealed record SweepOrder([property: Id(0)] string Name, [property: Id(1)] string Yaml, [property: Id(2)] string BaseFolder);
