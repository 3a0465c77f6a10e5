using System.Text.Json.Nodes;
using System.Xml.Linq;
using Sweep.Client.Tests.Architecture;

namespace Sweep.Client.Tests.Release;

/// <summary>A package of which at least one file is shipped.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">The resolved version.</param>
/// <param name="Licence">The SPDX expression that its nuspec states.</param>
/// <param name="Copyright">Its copyright line, or its authors where it has none.</param>
/// <param name="Home">Where its sources are.</param>
internal sealed record ShippedPackage(string Id, string Version, string Licence, string Copyright, string Home);

/// <summary>What of other people the program ships for linux-x64, as the build resolved it.</summary>
internal static class ShippedPackages
{
    private static readonly string[] Platforms = ["linux-x64", "linux", "unix", "any"];

    /// <summary>The folders that hold the restored packages, and what was restored for the project that prepares libtorch.</summary>
    private static readonly JsonNode Restored =
        Read(Path.Combine(Repository.Root, "artifacts", "obj", "Sweep.Models", "project.assets.json"));

    /// <summary>Licences of packages that name the address of a text, which was read there.</summary>
    private static readonly Dictionary<string, string> LicencesThatWereRead = new() { ["K4os.Compression.LZ4"] = "MIT" };

    /// <summary>The folder with the restored packages.</summary>
    public static string PackageFolder { get; } = Restored["packageFolders"]!.AsObject().First().Key;

    /// <summary>The folder of the restored libtorch for CPUs; null where the build uses another.</summary>
    public static string? Libtorch { get; } = Restored["libraries"]!.AsObject()
        .Where(library => library.Key.StartsWith("libtorch-cpu-linux-x64/", StringComparison.Ordinal))
        .Select(library => Folder((string)library.Value!["path"]!)).SingleOrDefault();

    /// <summary>Packages with a file in the program's folder, by name.</summary>
    public static IReadOnlyList<ShippedPackage> All { get; } =
        [.. Folders().Append(Libtorch).OfType<string>().Select(Describe).OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)];

    // The program's deps.json names the files that were not left to the framework; the restored packages alone would name too many.
    private static IEnumerable<string> Folders()
    {
        var program = Read(Path.Combine(AppContext.BaseDirectory, "sweep.deps.json"));
        var target = program["targets"]![(string)program["runtimeTarget"]!["name"]!]!.AsObject();
        return target.Where(library => (string)program["libraries"]![library.Key]!["type"]! == "package" && IsShipped(library.Value!))
            .Select(library => Folder((string)program["libraries"]![library.Key]!["path"]!));
    }

    private static bool IsShipped(JsonNode library) =>
        library["runtime"] is JsonObject { Count: > 0 }
        || library["runtimeTargets"] is JsonObject native && native.Any(file => Platforms.Contains((string)file.Value!["rid"]!));

    private static string Folder(string path) =>
        Restored["packageFolders"]!.AsObject().Select(folder => Path.Combine(folder.Key, path)).FirstOrDefault(Directory.Exists)
        ?? throw new InvalidOperationException($"the package {path} is not among the restored ones: run dotnet restore");

    private static ShippedPackage Describe(string folder)
    {
        var metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Root!.Elements()
            .Single(e => e.Name.LocalName == "metadata");
        string? Text(string name) => metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim();
        var licence = metadata.Elements()
            .SingleOrDefault(e => e.Name.LocalName == "license" && (string?)e.Attribute("type") == "expression")?.Value
            ?? LicencesThatWereRead.GetValueOrDefault(Text("id")!)
            ?? throw new InvalidOperationException(
                $"{folder}: the nuspec states no licence as an expression; read its licence before it is shipped");
        var repository = (string?)metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "repository")?.Attribute("url");
        return new ShippedPackage(Text("id")!, Text("version")!, licence, Text("copyright") ?? Text("authors")!, Home(repository)
            ?? Text("projectUrl")!);
    }

    /// <summary>The address of a repository; null for none, and for the bare address of an organisation.</summary>
    private static string? Home(string? repository) =>
        repository is not null && new Uri(repository).AbsolutePath.Trim('/').Contains('/', StringComparison.Ordinal)
            ? repository.EndsWith(".git", StringComparison.Ordinal) ? repository[..^4] : repository
            : null;

    private static JsonNode Read(string path) => JsonNode.Parse(File.ReadAllText(path))!;
}
