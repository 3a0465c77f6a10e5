using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

/// <summary>Calls that end with the test.</summary>
internal static class CatalogInTests
{
    public static Corpus Get(this CorpusCatalog catalog, CorpusOptions options) =>
        catalog.Load(options, TestContext.Current.CancellationToken);

    public static string? Check(this CorpusCatalog catalog, CorpusOptions options, BatchShape shape) =>
        catalog.Problem(options, shape, TestContext.Current.CancellationToken);
}
