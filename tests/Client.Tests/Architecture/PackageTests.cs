namespace Sweep.Client.Tests.Architecture;

/// <summary>Which packages a project must not know, in any of its folders: libtorch, Orleans, databases, the console.</summary>
public sealed class PackageTests
{
    private static readonly string[] Databases = ["Dapper", "Microsoft.Data.Sqlite", "Npgsql", "SQLitePCL"];

    /// <summary>Beginnings of the names of assemblies, by project.</summary>
    private static readonly Dictionary<string, string[]> Forbidden = new()
    {
        ["src/Contracts"] = [.. Databases, "TorchSharp", "Orleans.Core", "Orleans.Runtime", "YamlDotNet", "Spectre.Console"],
        ["src/Search"] = [.. Databases, "TorchSharp", "Orleans", "YamlDotNet", "Spectre.Console"],
        ["src/Ledger"] = ["TorchSharp", "Orleans", "Spectre.Console"],
        ["src/Reports"] = [.. Databases, "TorchSharp", "Orleans", "Spectre.Console"],
        ["src/Page"] = [.. Databases, "TorchSharp", "Orleans.Core", "Orleans.Runtime", "YamlDotNet", "Spectre.Console"],
        ["src/Figures"] = [.. Databases, "TorchSharp", "Orleans", "YamlDotNet", "Spectre.Console"],
        ["src/Models"] = [.. Databases, "Orleans", "YamlDotNet", "Spectre.Console"],
        ["src/Experiments"] = [.. Databases, "Sweep.Ledger", "Orleans", "Spectre.Console"],
        ["src/Silo"] = ["TorchSharp", "Spectre.Console"],
        ["src/Client"] = ["TorchSharp"],
    };

    public static TheoryData<string> Shipped => [.. SolutionProject.All.Where(p => p.IsShipped).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void No_project_uses_what_it_must_not_know(string project)
    {
        Assert.True(Forbidden.TryGetValue(project, out var forbidden),
            $"{project} is new: say in {nameof(Forbidden)} what it must not know");
        var used = References.AssembliesOf(SolutionProject.All.Single(p => p.Name == project));

        Assert.DoesNotContain(used, name => forbidden.Any(f => name.StartsWith(f, StringComparison.Ordinal)));
    }
}
