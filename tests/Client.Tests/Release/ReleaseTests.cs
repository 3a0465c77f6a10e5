using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sweep.Client.Hosting;
using Sweep.Client.Tests.Architecture;
using Sweep.Client.Tests.Deploy;

namespace Sweep.Client.Tests.Release;

/// <summary>One version everywhere, and packages that work where they are installed.</summary>
public sealed partial class ReleaseTests
{
    private static readonly string Version = (string)XDocument.Load(InRepository("Directory.Build.props"))
        .Descendants("VersionPrefix").Single();

    private static readonly IReadOnlyList<(string Path, XDocument Text)> Packable =
        [.. Directory.GetFiles(InRepository("src"), "*.csproj", SearchOption.AllDirectories).Select(path => (path, XDocument.Load(path)))
            .Where(project => IsPackable(project.Item2))];

    [Fact]
    public void The_changelog_begins_with_the_version_that_is_built()
    {
        var newest = File.ReadLines(InRepository("CHANGELOG.md")).First(line => line.StartsWith("## ", StringComparison.Ordinal));

        Assert.Matches($@"^## {Regex.Escape(Version)} \(\d{{4}}-\d\d-\d\d\)$", newest);
    }

    [Fact]
    public void Program_and_libraries_have_that_version()
    {
        Assert.StartsWith(Version, ProgramFacts.Version, StringComparison.Ordinal);
        Assert.All(
            typeof(ProgramFacts).Assembly.GetReferencedAssemblies()
                .Where(name => name.Name!.StartsWith("Sweep.", StringComparison.Ordinal)),
            name => Assert.Equal(Version, Assembly.Load(name).GetName().Version!.ToString(3)));
    }

    [Fact]
    public void Pages_show_that_version()
    {
        var pages = Directory.GetFiles(InRepository("docs"), "*.md").Append(InRepository("README.md"));

        var shown = pages.SelectMany(page => Shown().Matches(File.ReadAllText(page))
            .Select(match => (Page: Path.GetFileName(page), Version: match.Groups[1].Value))).ToList();

        Assert.NotEmpty(shown);
        Assert.All(shown, found => Assert.True(found.Version == Version, $"{found.Page} shows {found.Version}, the build has {Version}"));
    }

    [Fact]
    public void Every_package_has_a_page_and_a_description()
    {
        Assert.NotEmpty(Packable);
        Assert.All(Packable, project =>
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project.Path)!, "PACKAGE.md")), $"{project.Path}: no PACKAGE.md"));
        Assert.All(Packable, project => Assert.Single(project.Text.Descendants("Description")));
    }

    [Fact]
    public void A_library_is_a_package_only_if_all_that_it_refers_to_is_one()
    {
        foreach (var (path, text) in Packable.Where(project => !project.Text.Descendants("PackAsTool").Any()))
        {
            var referred = text.Descendants("ProjectReference")
                .Select(reference => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, (string)reference.Attribute("Include")!)));

            Assert.All(referred, project =>
                Assert.True(IsPackable(XDocument.Load(project)), $"{path} would need a package of {project}, which is none"));
        }
    }

    [Fact]
    public void Public_checks_run_what_contributors_run_where_only_the_sdk_is()
    {
        var job = DeployFiles.Read(File.ReadAllText(InRepository(".github/workflows/ci.yml"))).Single()["jobs"]!["ci"]!;

        Assert.Contains(".ci/run", job["steps"]!.AsArray().Select(step => (string?)step!["run"]));
        var registry = DeployFiles.Text("Dockerfile").Split('\n')
            .Single(line => line.StartsWith("ARG DOTNET=", StringComparison.Ordinal))["ARG DOTNET=".Length..];
        Assert.Contains($"FROM ${{DOTNET}}{((string)job["container"]!).Replace(registry, "", StringComparison.Ordinal)} AS build",
            DeployFiles.Text("Dockerfile"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bug.yml")]
    [InlineData("feature.yml")]
    public void Forms_for_issues_ask_for_something(string form)
    {
        var text = DeployFiles.Read(File.ReadAllText(InRepository(".github/ISSUE_TEMPLATE/" + form))).Single();

        Assert.All(["name", "description"], key => Assert.NotNull(text[key]));
        Assert.Contains(text["body"]!.AsArray(), field => (string?)field!["validations"]?["required"] == "true");
        Assert.All(text["body"]!.AsArray(), field =>
            Assert.True((string)field!["type"]! == "markdown" || field["attributes"]!["label"] is not null));
    }

    private static bool IsPackable(XDocument project) => project.Descendants("IsPackable").Any(property => property.Value == "true");

    private static string InRepository(string path) => Path.Combine(Repository.Root, path);

    [GeneratedRegex(@"(?:sweep +(?:ok +)?|sweep-)(\d+\.\d+\.\d+)")]
    private static partial Regex Shown();
}
