using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sweep.Client.Tests.Architecture;

/// <summary>A project of Sweep.sln, as its project file describes it.</summary>
/// <param name="Name">Its folder below the repository's root: <c>src/Silo</c>, <c>bench</c>.</param>
/// <param name="RootNamespace">Namespace of the files directly in its folder.</param>
/// <param name="Assembly">Name of the compiled assembly, without extension.</param>
/// <param name="Declared">Names of the projects that it references.</param>
internal sealed partial record SolutionProject(string Name, string RootNamespace, string Assembly, IReadOnlyList<string> Declared)
{
    /// <summary>All projects of the solution.</summary>
    public static IReadOnlyList<SolutionProject> All { get; } =
        [.. ProjectPath().Matches(File.ReadAllText(Path.Combine(Repository.Root, "Sweep.sln")))
            .Select(m => Read(m.Value.Replace('\\', '/')))];

    /// <summary>True for what is shipped; the others are tests and benchmarks.</summary>
    public bool IsShipped => Name.StartsWith("src/", StringComparison.Ordinal);

    public string Folder => Path.Combine(Repository.Root, Name);

    /// <summary>Its source files, as full paths.</summary>
    public IEnumerable<string> Sources => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));

    /// <summary>First folder below the project's of what bears a full name;
    /// <c>.</c> for what lies directly in it, null for what is not the project's.</summary>
    public string? FolderOf(string fullName) => !fullName.StartsWith(RootNamespace + ".", StringComparison.Ordinal) ? null
        : fullName[(RootNamespace.Length + 1)..].Split('.') is [var folder, _, ..] ? folder
        : ".";

    /// <summary>The namespace that a source file declares; empty when it declares none.</summary>
    public static string NamespaceIn(string source) => NamespaceLine().Match(source).Groups[1].Value;

    private static SolutionProject Read(string path)
    {
        var (folder, xml) = (Path.GetDirectoryName(path)!, XDocument.Load(Path.Combine(Repository.Root, path)));
        var assembly = xml.Descendants("AssemblyName").SingleOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(path);
        var declared = xml.Descendants("ProjectReference")
            .Select(r => Path.GetDirectoryName(Path.Combine(Repository.Root, folder, (string)r.Attribute("Include")!))!);
        return new SolutionProject(
            folder,
            xml.Descendants("RootNamespace").Single().Value,
            assembly,
            [.. declared.Select(full => Path.GetRelativePath(Repository.Root, Path.GetFullPath(full)))]);
    }

    [GeneratedRegex("""(?<=")[^"]+\.csproj(?=")""")]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
