using System.Globalization;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Tokens;

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

    /// <summary>A download changes the stamp once.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_text_is_hashed_with_the_stamp_that_it_has_before_and_after(int changes) =>
        Assert.Equal("one", Changing(changes).Get(new CorpusOptions()).Name);

    [Fact]
    public void A_text_that_goes_on_to_change_is_refused() => Assert.Contains("corpus 'one': it was changed while it was read",
        Assert.Throws<CorpusException>(() => Changing(int.MaxValue).Get(new CorpusOptions())).Message);

    [Theory]
    [InlineData("{0}.txt")]
    [InlineData("wiki.{0}.tokens")]
    [InlineData("ptb.{0}.txt")]
    public void A_folder_of_parts_gives_the_part_that_is_asked_for(string name)
    {
        folder.Write("text.txt", "to learn it");
        foreach (var part in new[] { "train", "valid", "test" })
            folder.Write(File(name, part), $"it is {part}");
        var options = new CorpusOptions { Corpus = "text.txt", BaseFolder = folder.Path, Text = TextMode.Raw, Token = TokenKind.Byte };

        var corpus = Catalog().Get(options with { ValidationCorpus = "parts", TestCorpus = "parts" });

        Assert.Equal("to learn it", Written(corpus, corpus.Train));
        Assert.Equal("it is valid", Written(corpus, corpus.Validation));
        Assert.Equal("it is test", Written(corpus, corpus.Test));
        var byFile = options with { ValidationCorpus = File(name, "valid"), TestCorpus = File(name, "test") };
        Assert.Equal(corpus.Sha256, Catalog().Get(byFile).Sha256);
    }

    [Fact]
    public void A_folder_of_parts_without_the_one_that_is_asked_for_is_refused()
    {
        folder.Write("parts/train.txt", "to learn");
        folder.Write("parts/test.txt", "to test");

        Assert.Contains(
            "validation_corpus 'parts': expected a validation text in this folder of parts, found none; name the file that is meant",
            Assert.Throws<CorpusException>(() =>
                Catalog().Get(new CorpusOptions { ValidationCorpus = "parts", BaseFolder = folder.Path })).Message);
    }

    [Fact]
    public void What_the_data_folder_holds_beside_texts_is_no_text()
    {
        folder.Write("text.txt", string.Concat(Enumerable.Repeat("the cat ", 50)));
        var options = new CorpusOptions { Corpus = "text.txt", BaseFolder = folder.Path, Text = TextMode.Raw, Token = TokenKind.Bpe };

        var alone = Catalog().Get(options);

        Assert.NotEmpty(Directory.GetFiles(folder.Path, "merges.txt", SearchOption.AllDirectories));
        Assert.Equal(alone.Sha256, Catalog().Get(options with { Corpus = "." }).Sha256);
        Assert.Equal(alone.Sha256, Catalog().Get(options with { Corpus = "**/*.txt" }).Sha256);
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

    private static string Written(Corpus corpus, ReadOnlyMemory<int> tokens) =>
        ByteAlphabet.Text(corpus.Vocabulary.Decode(tokens.ToArray()));

    private static string File(string name, string part) => "parts/" + string.Format(CultureInfo.InvariantCulture, name, part);

    private static CorpusCatalog Changing(int changes) => new([new ChangingSource(changes)]);

    private CorpusCatalog Catalog() => new(folder.Path, noNetwork);

    /// <summary>A text whose stamp changes so many times.</summary>
    private sealed class ChangingSource(int changes) : ITextSource
    {
        private int stamps;

        public bool Handles(CorpusOptions options) => true;

        public string Stamp(CorpusOptions options) => $"{Math.Min(changes, stamps++)}";

        public CorpusText Read(CorpusOptions options, CancellationToken cancel) => new() { Name = "one", Text = "a text", Sha256 = "" };
    }
}
