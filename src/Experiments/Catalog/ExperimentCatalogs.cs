namespace Sweep.Experiments.Catalog;

/// <summary>Catalogs of this build.</summary>
public static class ExperimentCatalogs
{
    /// <summary>Every experiment of this build.</summary>
    public static ExperimentCatalog Default() => new([new NoopDefinition(), new ProgramDefinition()]);
}
