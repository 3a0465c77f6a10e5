using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Sweep.Page.Tests.Modules;

/// <summary>What holds for every file of the page.</summary>
public sealed class SourceTests
{
    private static readonly string[] Scripts = Directory.GetFiles(WebModule.Folder, "*.js", SearchOption.AllDirectories);

    [Theory]
    [InlineData("innerHTML")]
    [InlineData("outerHTML")]
    [InlineData("insertAdjacentHTML")]
    [InlineData("document.write")]
    [InlineData("eval(")]
    [InlineData("new Function")]
    [InlineData("http://1")]
    [InlineData("https://")]
    public void Nothing_is_interpreted_as_markup_or_code_and_nothing_comes_from_elsewhere(string word) =>
        Assert.DoesNotContain(Scripts, path => File.ReadAllText(path).Contains(word, StringComparison.Ordinal));

    [Fact]
    public void The_document_has_no_script_and_no_style_of_its_own()
    {
        var html = File.ReadAllText(Path.Combine(WebModule.Folder, "index.html"));
        Assert.DoesNotContain("style=", html);
        Assert.DoesNotContain("<style", html);
        Assert.DoesNotMatch(@"<script[^>]*>[^<]", html);
        Assert.DoesNotMatch(@"\son\w+=", html);
    }

    [Fact]
    public void All_scripts_together_are_below_100_KB_on_the_wire()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            foreach (var path in Scripts) brotli.Write(File.ReadAllBytes(path));
        }

        Assert.InRange(packed.Length, 1, 100_000);
    }

    [Fact]
    public void Lines_are_at_most_140_columns_wide() => Assert.Empty(
        from path in Scripts
        from line in File.ReadLines(path).Index()
        where line.Item.Length > 140
        select $"{Path.GetFileName(path)}:{line.Index + 1}");

    [Fact]
    public void A_sample_may_be_as_long_as_the_server_writes_it()
    {
        var server = File.ReadAllText(Path.Combine(WebModule.Folder, "../PageRoutes.cs"));
        var page = File.ReadAllText(Path.Combine(WebModule.Folder, "pages/trial.js"));
        Assert.Equal(
            Regex.Match(server, @"Whole\(""length"", 1, (\d+)\)").Groups[1].Value,
            Regex.Match(page, @"'Length'.* max: (\d+)").Groups[1].Value);
    }

    [Fact]
    public void Every_import_names_a_file_that_is_there() => Assert.Empty(
        from path in Scripts
        from match in Regex.Matches(File.ReadAllText(path), @"(?:from|import\() ?'(\.[^']+)'")
        where !File.Exists(Path.Combine(Path.GetDirectoryName(path)!, match.Groups[1].Value))
        select $"{Path.GetFileName(path)} imports {match.Groups[1].Value}");
}
