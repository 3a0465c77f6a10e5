using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

public sealed class CorpusCatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient noNetwork = new(new RefusingHandler());

    public void Dispose()
    {
        noNetwork.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void The_embedded_corpus_is_the_default_and_has_a_floor()
    {
        var corpus = Catalog().Get(new CorpusOptions());

        Assert.Equal("grammar", corpus.Name);
        Assert.InRange(corpus.Tokens.Length, 19_990, 20_000);
        Assert.InRange(corpus.FloorPerplexity!.Value, 1.4, 1.6);
        // The tail is finite, so its own ideal differs from the rate, but not by much.
        Assert.InRange(corpus.IdealValidationNats!.Value - corpus.FloorNats!.Value, -0.06, 0.06);
    }

    [Fact]
    public void Equal_options_give_the_same_object_and_other_seeds_another_text()
    {
        var catalog = Catalog();

        Assert.Same(catalog.Get(new CorpusOptions()), catalog.Get(new CorpusOptions()));
        Assert.NotEqual(catalog.Get(new CorpusOptions()).Sha256, catalog.Get(new CorpusOptions { GrammarSeed = 1 }).Sha256);
    }

    [Fact]
    public void A_file_that_changed_is_read_again()
    {
        var catalog = Catalog();
        var options = new CorpusOptions { Corpus = "text.txt", BaseFolder = folder.Path };
        folder.Write("text.txt", "first words"u8.ToArray());
        var first = catalog.Get(options);
        folder.Write("text.txt", "then more words"u8.ToArray());

        Assert.NotEqual(first.Sha256, catalog.Get(options).Sha256);
    }

    [Fact]
    public void A_floor_is_not_claimed_once_rare_words_are_merged()
    {
        var corpus = Catalog().Get(new CorpusOptions { Token = TokenKind.Word, MinFreq = 20 });

        Assert.Null(corpus.FloorNats);
        Assert.Null(corpus.IdealValidationNats);
    }

    [Fact]
    public void A_problem_is_told_not_thrown()
    {
        var catalog = Catalog();
        var shape = new BatchShape(32, 35, Sampling.Sequential);

        Assert.Null(catalog.Check(new CorpusOptions(), shape));
        Assert.Contains("shorter than one batch", catalog.Check(new CorpusOptions { GrammarLength = 1000 }, shape));
        Assert.Contains("found no file", catalog.Check(new CorpusOptions { Corpus = "absent.txt", BaseFolder = folder.Path }, shape));
        Assert.Contains("expected a length from 1", catalog.Check(new CorpusOptions { GrammarLength = 0 }, shape));
        Assert.Contains("no word fits", catalog.Check(new CorpusOptions { GrammarLength = 1 }, shape));
    }

    private CorpusCatalog Catalog() => new(folder.Path, noNetwork);
}
