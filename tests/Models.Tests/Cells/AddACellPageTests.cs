using System.Text.RegularExpressions;
using Sweep.Models.Cells;

namespace Sweep.Models.Tests.Cells;

/// <summary>docs/add-a-cell.md is true: its code is compiled code, and adding a cell touches the files it names and no other.</summary>
public sealed partial class AddACellPageTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);
    private static readonly string Page = Read("docs/add-a-cell.md");

    // The file that names a cell as a default, and the one that says "rnn" as PyTorch names the recurrent module of a model.
    private static readonly Dictionary<string, string[]> Others = new()
    {
        ["rnn"] = ["LanguageModel.cs"],
        ["lstm"] = ["LanguageModelTrialOptions.cs"],
    };

    public static TheoryData<string> BuiltIn { get; } = new(CellCatalog.Default.All.Select(cell => cell.Name));

    [Fact]
    public void Every_piece_of_code_stands_in_the_file_named_above_it()
    {
        var pieces = Pieces().Matches(Page);

        Assert.Equal(Page.Split("```csharp").Length - 1, pieces.Count);
        Assert.All(pieces, piece =>
            Assert.Contains(piece.Groups["code"].Value, Read(piece.Groups["file"].Value), StringComparison.Ordinal));
    }

    [Fact]
    public void A_cell_is_two_new_files_and_a_line_each_in_three_others()
    {
        var files = Files().Matches(Page);

        Assert.Equal(2, files.Count(file => file.Groups["what"].Value.StartsWith("new: ", StringComparison.Ordinal)));
        Assert.Equal(3, files.Count(file => file.Groups["what"].Value.StartsWith("one ", StringComparison.Ordinal)));
        Assert.Equal(5, files.Count);
    }

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void Nothing_but_these_files_names_a_cell_of_the_build(string cell)
    {
        var type = char.ToUpperInvariant(cell[0]) + cell[1..];

        // Test functions of the search have words of their own, which no cell of the build follows.
        var functions = Path.Combine(Root, "src", "Search", "Functions");
        var named = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetDirectoryName(file) != functions)
            .Where(file => Regex.IsMatch(Code(file), $"\\b{type}(?![a-z])|\"{cell}\""))
            .Select(file => Path.GetFileName(file))
            .Except(Others.GetValueOrDefault(cell, []));

        Assert.Equal(["CellCatalog.cs", $"{type}Cell.cs", $"{type}Kernel.cs"], named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void The_equations_of_every_cell_are_written_down(string cell) =>
        Assert.Contains($"\n| {cell} | ", Read("src/Models/README.md"), StringComparison.Ordinal);

    [GeneratedRegex(@"^`(?<file>[^`]+)`:\n\n```csharp\n(?<code>.*?)```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Pieces();

    [GeneratedRegex(@"^\| `(src|docs)/[^|]+\| (?<what>[^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Files();

    private static string Code(string file) => Regex.Replace(File.ReadAllText(file), "//.*", "");

    private static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Sweep.sln")) ? folder
        : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"no Sweep.sln above {AppContext.BaseDirectory}"));
}
