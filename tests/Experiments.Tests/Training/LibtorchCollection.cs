namespace Sweep.Experiments.Tests.Training;

/// <summary>Tests of this collection run one after another: libtorch has one random generator and one thread count per process.</summary>
[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit calls it a collection.
public sealed class LibtorchCollection
#pragma warning restore CA1711
{
    public const string Name = "libtorch";
}
