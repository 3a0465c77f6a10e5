using System.Text;
using Sweep.Experiments.Data;

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
    public void A_folder_is_not_a_text() => Assert.Contains($"found the folder {folder.Path}; name a file in it", Refused("."));

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
