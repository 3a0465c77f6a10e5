using System.Text;
using Sweep.Experiments.Specs;

namespace Sweep.Experiments.Tests.Specs;

public sealed class SweepFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Accepts_a_file_and_names_the_sweep_after_it()
    {
        var path = folder.Write("my-cells.yaml", "method: grid\nparameters: {epochs: [1, 2]}\n");

        var spec = SweepFile.Read(path, FakeExperiment.Catalog, []).Spec!;

        Assert.Equal("my-cells", spec.Name);
        Assert.Equal("my-cells", Reading.Good(spec.Yaml).Name);
    }

    [Fact]
    public void Accepts_a_byte_order_mark_and_windows_lines()
    {
        var path = folder.Write(
            "a.yaml", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("name: t\r\nmethod: grid\r\nparameters:\r\n  epochs: 1\r\n")]);

        Assert.Equal("t", SweepFile.Read(path, FakeExperiment.Catalog, []).Spec!.Name);
    }

    [Fact]
    public void Rejects_a_stem_that_cannot_be_a_name() => Assert.Equal(
        "'細胞' cannot be a sweep's name: '細' is not allowed (up to 100 letters, digits, '.', '_' and '-', starting with a "
        + "letter or digit); it is taken from the file's own name: give another one with the key 'name'",
        Error(folder.Write("細胞.yaml", "method: grid\nparameters: {epochs: 1}\n")));

    [Fact]
    public void A_stem_with_blanks_becomes_a_name()
    {
        var path = folder.Write("my cells.yaml", "method: grid\nparameters: {epochs: 1}\n");

        Assert.Equal("my-cells", SweepFile.Read(path, FakeExperiment.Catalog, []).Spec!.Name);
    }

    [Fact]
    public void Rejects_a_missing_file_and_finds_the_one_that_was_meant()
    {
        folder.Write("cells.yaml", "");

        Assert.Equal("there is no such file; did you mean 'cells.yaml'?", Error(Path.Combine(folder.Path, "cell.yaml")));
        Assert.Equal("there is no such file", Error(Path.Combine(folder.Path, "no", "such", "folder.yaml")));
    }

    [Theory]
    [InlineData("pipe",
        "is a named pipe (FIFO), expected a sweep file; one that a program writes may come as <(PROGRAM) or in a pipe to /dev/stdin")]
    [InlineData("socket", "is a socket, expected a sweep file")]
    [InlineData("device", "is a device, expected a sweep file")]
    public void Rejects_what_would_never_end(string kind, string reason)
    {
        var path = Path.Combine(folder.Path, "cells.yaml");
        using var other = new NoFile(kind, path);

        Assert.StartsWith(reason, Error(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_a_folder()
    {
        var file = folder.Write("cells.yaml", "");

        Assert.Equal($"is a folder, expected a sweep file, for example {file}", Error(folder.Path));
    }

    [Fact]
    public void Rejects_a_large_file_without_reading_it() =>
        Assert.Equal("too large for a sweep file: 10,000,000 bytes, at most 1,000,000 are read",
            Error(folder.Write("big.yaml", new string('a', 10_000_000))));

    [Fact]
    public void Rejects_a_binary_file() =>
        Assert.Equal("not a text file: byte 4 is 0, so this is something binary; expected a sweep file in YAML",
            Error(folder.Write("x.yaml", [0x7F, (byte)'E', (byte)'L', (byte)'F', 0, 1, 2])));

    [Fact]
    public void Rejects_text_in_another_encoding_with_the_place()
    {
        var path = folder.Write("latin1.yaml", Encoding.Latin1.GetBytes("name: t\ndescription: café\n"));

        Assert.Equal($"{path}:2:17: not UTF-8 text: byte 0xE9 here; save the file as UTF-8, or is it something binary?",
            SweepFile.Read(path, FakeExperiment.Catalog, []).Errors[0].Format(path));
        Assert.Equal("the file is UTF-16 text: save it as UTF-8",
            Error(folder.Write("utf16.yaml", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("name: t")).ToArray())));
    }

    [Fact]
    public void Rejects_a_zero_byte_with_the_place()
    {
        var path = folder.Write("zero.yaml", "name: t\nmethod: gr\0id\n");

        Assert.StartsWith($"{path}:2:11: not a text file: byte 18 is 0", SweepFile.Read(path, FakeExperiment.Catalog, []).Errors[0]
            .Format(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_an_empty_path() => Assert.Equal("expected the path of a sweep file, found nothing", Error(""));

    private static string Error(string path) => Assert.Single(SweepFile.Read(path, FakeExperiment.Catalog, []).Errors).Message;
}
