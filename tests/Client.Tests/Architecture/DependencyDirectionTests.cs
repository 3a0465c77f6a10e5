using System.Reflection;
using System.Xml.Linq;

namespace Sweep.Client.Tests.Architecture;

/// <summary>The arrows of the house: Models ← Experiments ← Silo ← Client, and who may know libtorch and Orleans.</summary>
public sealed class DependencyDirectionTests
{
    [Theory]
    [InlineData("Models", new string[0])]
    [InlineData("Experiments", new[] { "Models" })]
    [InlineData("Silo", new[] { "Experiments" })]
    [InlineData("Client", new[] { "Silo" })]
    public void Each_room_declares_only_the_room_below_it(string room, string[] expected)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", room, $"Sweep.{room}.csproj"));

        var declared = project.Descendants("ProjectReference").Select(r => Path.GetFileName(Path.GetDirectoryName((string)r.Attribute("Include")!)!));

        Assert.Equal(expected, declared);
    }

    [Theory]
    [InlineData("Sweep.Models", new[] { "Sweep.", "Orleans", "Dapper", "Microsoft.Data.Sqlite", "YamlDotNet", "Spectre.Console" })]
    [InlineData("Sweep.Experiments", new[] { "Sweep.Silo", "sweep", "Orleans.Runtime", "Orleans.Server", "Orleans.Client", "Spectre.Console" })]
    [InlineData("Sweep.Silo", new[] { "sweep", "TorchSharp", "Sweep.Models", "Spectre.Console" })]
    [InlineData("sweep", new[] { "TorchSharp" })]
    public void No_assembly_uses_what_its_room_must_not_know(string assembly, string[] forbidden)
    {
        var used = Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!);

        var broken = used.Where(name => forbidden.Any(f => name == f || (f.EndsWith('.') && name.StartsWith(f, StringComparison.Ordinal))
            || (f.StartsWith("Orleans", StringComparison.Ordinal) && name.StartsWith(f, StringComparison.Ordinal))));

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_project_under_src_is_one_of_the_four_rooms()
    {
        var rooms = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).Order();

        Assert.Equal(["Client", "Experiments", "Models", "Silo"], rooms);
    }
}
