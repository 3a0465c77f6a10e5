using System.Reflection;
using Sweep.Client.Hosting;
using Sweep.Client.Tests.Architecture;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Release;

/// <summary>What <c>dotnet pack</c> makes of the libraries, in a project that knows nothing of this repository.</summary>
public sealed class LibraryPackageTests : IDisposable
{
    // No version that anybody has restored before, and that could be taken in place of these packages.
    private const string Suffix = "try";

    private static readonly string Version = $"{typeof(ProgramFacts).Assembly.GetName().Version!.ToString(3)}-{Suffix}";

    private static readonly string Configuration =
        typeof(LibraryPackageTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    private readonly DirectoryInfo feed = Directory.CreateTempSubdirectory("sweep-feed-");

    public void Dispose() => feed.Delete(recursive: true);

    [Fact]
    public async Task The_programs_of_the_pages_run_with_the_packages_alone()
    {
        foreach (var library in (string[])["Contracts", "Search", "Models", "Experiments"]) await Pack(library);

        var said = await Run(
            "bash", "deploy/release/try-library.sh", feed.FullName, Version, SweepProcess.Executable, ShippedPackages.PackageFolder);

        Assert.Contains("\nbest: step=", said.Out, StringComparison.Ordinal);
        Assert.Contains("\nrank  lr ", said.Out, StringComparison.Ordinal);
        Assert.Contains("20 trials", said.Error, StringComparison.Ordinal);
    }

    private async Task Pack(string library) => await Run("dotnet", "pack", $"src/{library}", "--no-build", "-c", Configuration,
        "-v", "quiet", "--nologo", "-nodeReuse:false", $"-p:VersionSuffix={Suffix}", "-o", feed.FullName);

    private static async Task<Said> Run(string program, params string[] args)
    {
        var said = await SweepProcess.Run(program, Repository.Root, new Dictionary<string, string>(), args);
        Assert.True(said.Code == 0, said.Out + said.Error);
        return said;
    }
}
