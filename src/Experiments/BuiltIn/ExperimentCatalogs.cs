using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.Noop;
using Sweep.Experiments.Training;
using Sweep.Experiments.Worker.Programs;

namespace Sweep.Experiments.BuiltIn;

/// <summary>Catalogs of this build.</summary>
public static class ExperimentCatalogs
{
    /// <summary>Every experiment of this build.</summary>
    /// <param name="corpora">Where the language model's corpora come from; null = the built-in sources with the data folder of the environment.</param>
    public static ExperimentCatalog Default(CorpusCatalog? corpora = null) =>
        new([new LanguageModelDefinition(corpora ?? Corpora()), new NoopDefinition(), new ProgramDefinition()]);

    /// <summary>The built-in corpora, with the data folder of the environment.</summary>
    /// <param name="progress">Told how far a download is; null = nobody.</param>
    public static CorpusCatalog Corpora(IProgress<DownloadProgress>? progress = null) =>
        new(DataFolder.Find(Environment.GetEnvironmentVariable), new HttpClient(), progress);
}
