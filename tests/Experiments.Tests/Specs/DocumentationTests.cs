using System.Text.RegularExpressions;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.Specs;

namespace Sweep.Experiments.Tests.Specs;

/// <summary>The files in the documentation and under <c>sweeps/</c> are good files.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> Examples =>
        [.. YamlBlock().Matches(File.ReadAllText(Path.Combine(Root, "docs", "sweep-file.md"))).Select(match => match.Groups[1].Value)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Accepts_the_examples_of_the_documentation(string yaml)
    {
        using var folder = new TemporaryFolder();
        folder.Write("train.py", "");

        var result = SweepSpecReader.Read(yaml, BuiltInExperiments.Catalog(), new SpecPlace(folder.Path) { HasCommands = false }, []);

        Assert.Empty(result.Errors);
    }

    [Fact]
    public void Accepts_the_sweep_files_of_the_repository()
    {
        var sweeps = Path.Combine(Root, "sweeps");
        Assert.SkipUnless(Directory.Exists(sweeps), "there is no folder sweeps/ beside Sweep.sln");

        var errors = Directory.EnumerateFiles(sweeps, "*.yaml", SearchOption.AllDirectories)
            .SelectMany(path => SweepFile.Read(path, BuiltInExperiments.Catalog(), []).Errors.Select(error => error.Format(path)));

        Assert.Empty(errors);
    }

    [Fact]
    public void The_documentation_names_every_key_and_distribution()
    {
        var text = File.ReadAllText(Path.Combine(Root, "docs", "sweep-file.md"));

        Assert.All(SweepKeys.Known.Concat(DistributionKeys.All).Concat(DistributionKeys.Of.Keys), word =>
            Assert.Contains($"`{word}`", text, StringComparison.Ordinal));
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sweep.sln"))) folder = Path.GetDirectoryName(folder)
            ?? throw new InvalidOperationException("the tests run outside the repository: no Sweep.sln above them");
        return folder;
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex YamlBlock();
}
