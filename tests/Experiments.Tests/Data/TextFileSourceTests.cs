using System.Text;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Texts;

namespace Sweep.Experiments.Tests.Data;

public sealed class TextFileSourceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_relative_path_starts_at_the_base_folder_and_content_is_the_identity()
    {
        folder.Write("a.txt", "hello"u8.ToArray());
        folder.Write("b.txt", "hello"u8.ToArray());

        var (a, b) = (Read("a.txt"), Read(Path.Combine(folder.Path, "b.txt")));

        Assert.Equal(("a.txt", "hello"), (a.Name, a.Text));
        Assert.Equal("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", a.Sha256);
        Assert.Equal(a.Sha256, b.Sha256);
    }

    [Fact]
    public void A_missing_file_names_the_whole_path() =>
        Assert.Contains($"found no file {Path.Combine(folder.Path, "novel.txt")}", Refused("novel.txt"));

    [Fact]
    public void A_misspelt_name_is_guessed() => Assert.EndsWith("did you mean 'grammar'?", Refused("gramar"));

    [Fact]
    public void A_folder_without_files_is_not_a_text() => Assert.Contains($"found none in the folder {folder.Path}", Refused("."));

    [Fact]
    public void A_pattern_that_matches_nothing_is_named() =>
        Assert.Contains($"no file matches the pattern {folder.Path}/*.txt", Refused("*.txt"));

    [Fact]
    public void A_folder_is_all_its_files_by_name_each_with_its_last_line_ended()
    {
        folder.Write("b.txt", "second"u8.ToArray());
        folder.Write("a/2.txt", "one\n"u8.ToArray());
        folder.Write("a/10.txt", "zero"u8.ToArray());
        folder.Write(".hidden", "no"u8.ToArray());

        var blocks = TextBlocks.Of(Read(".").Training, TextMode.Raw).SelectMany(block => block.ToArray()).ToArray();

        Assert.Equal("zero\none\nsecond", string.Concat(blocks.Select(char.ConvertFromUtf32)));
    }

    [Theory]
    [InlineData("*.txt", "ad")]
    [InlineData("?.txt", "ad")]
    [InlineData("**/*.txt", "abcd")]
    [InlineData("**", "abcde")]
    [InlineData("in/*", "b")]
    [InlineData("i*/**/c.txt", "c")]
    [InlineData("a.txt", "a")]
    public void A_pattern_takes_what_it_matches(string pattern, string letters)
    {
        foreach (var name in new[] { "a.txt", "in/b.txt", "in/deep/c.txt", "d.txt", "z.md" })
            folder.Write(name, Encoding.UTF8.GetBytes(name == "z.md" ? "e" : Path.GetFileName(name)[..1]));

        Assert.Equal(letters, string.Concat(Read(pattern).Text.Order()));
    }

    [Theory]
    [InlineData("wiki.{0}.tokens", "valid", true)]
    [InlineData("wiki.{0}.raw", "valid", false)]
    [InlineData("ptb.{0}.txt", "valid", true)]
    [InlineData("{0}.txt", "dev", false)]
    public void A_known_layout_is_taken_by_its_parts(string name, string validation, bool isSplit)
    {
        folder.Write(name.Replace("{0}", "train"), "to learn"u8.ToArray());
        folder.Write(name.Replace("{0}", validation), "to hold out"u8.ToArray());
        folder.Write(name.Replace("{0}", "test"), "to test"u8.ToArray());
        folder.Write("ptb.char.train.txt", "t o"u8.ToArray());

        var text = Read(".");

        Assert.Equal("to learn", text.Text);
        Assert.Equal((1, 1, 1, isSplit), (text.Training.Count, text.Validation.Count, text.Test.Count, text.IsSplit));
    }

    [Fact]
    public void Words_of_wiki_text_are_what_stands_apart_and_its_unknown_is_ours()
    {
        folder.Write("wiki.train.tokens", " \n = Valkyria = \n \n the <unk> , 3 @-@ 2 <unk> \n"u8.ToArray());
        folder.Write("wiki.valid.tokens", " the <unk> cat \n"u8.ToArray());

        var corpus = CorpusBuilder.Build(Read("."), new CorpusOptions { Text = TextMode.Raw, Token = TokenKind.Word });

        Assert.Equal(["<unk>", "\n", "=", "Valkyria", "the", ",", "3", "@-@", "2"], corpus.Vocabulary.Types);
        Assert.Equal([1, 2, 3, 2, 1, 1, 4, 0, 5, 6, 7, 8, 0, 1], corpus.Train.ToArray());
        Assert.Equal([4, 0, 0, 1], corpus.Validation.ToArray());
    }

    [Fact]
    public void The_hash_of_several_files_tells_their_content_and_their_parts_apart()
    {
        folder.Write("train.txt", "a"u8.ToArray());
        folder.Write("test.txt", "b"u8.ToArray());
        var whole = Read(".").Sha256;
        folder.Write("train.txt", "b"u8.ToArray());
        folder.Write("test.txt", "a"u8.ToArray());

        Assert.NotEqual(whole, Read(".").Sha256);
        Assert.NotEqual(Read(".").Sha256, Read("*.txt").Sha256);
    }

    [Theory]
    [InlineData("", "found the folder")]
    [InlineData("a\0b", "found what no file can be called")]
    public void A_name_that_no_file_has_is_refused(string corpus, string reason) =>
        Assert.Contains(
            reason, Assert.Throws<CorpusException>(() => new CorpusCatalog([new TextFileSource()]).Get(Options(corpus))).Message);

    [Theory]
    [InlineData("pipe", "found a named pipe (FIFO) at ")]
    [InlineData("socket", "found a socket at ")]
    [InlineData("device", "found a device at ")]
    public void What_would_never_end_is_not_a_text(string kind, string reason)
    {
        using var other = new NoFile(kind, Path.Combine(folder.Path, "other"));

        Assert.Contains(reason, Refused("other"));
    }

    [Fact]
    public void A_device_is_not_a_text() =>
        Assert.Contains("found a device at /dev/zero; a text is read again by every trial, so put it into a file", Refused("/dev/zero"));

    [Fact]
    public void An_empty_file_is_not_a_text()
    {
        folder.Write("empty.txt", []);

        Assert.Contains("found the empty file", Refused("empty.txt"));
    }

    [Fact]
    public void Latin_1_is_refused_with_the_place_of_the_first_wrong_byte()
    {
        folder.Write("latin.txt", Encoding.Latin1.GetBytes("A caf\u00e9 in Paris"));

        Assert.Contains("found byte 0xE9 at position 5", Refused("latin.txt"));
    }

    [Fact]
    public void A_binary_file_is_refused()
    {
        folder.Write("program", [0x7F, (byte)'E', (byte)'L', (byte)'F', 0, 0]);

        Assert.Contains("found a zero byte", Refused("program"));
    }

    private CorpusText Read(string corpus) => new TextFileSource().Read(Options(corpus), CancellationToken.None);

    private string Refused(string corpus) => Assert.Throws<CorpusException>(() => Read(corpus)).Message;

    private CorpusOptions Options(string corpus) => new() { Corpus = corpus, BaseFolder = folder.Path };
}
