using Sweep.Client.Tests.Architecture;

namespace Sweep.Client.Tests.Release;

/// <summary>What is shipped is listed with its licence. SWEEP_ACCEPT=1 writes the list instead of comparing it.</summary>
public sealed class ThirdPartyNoticesTests
{
    private static readonly string NoticesFile = Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.md");
    private static readonly string Texts = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "release", "licence-texts.md"));

    [Fact]
    public void The_committed_list_is_what_the_build_resolved()
    {
        Assert.SkipWhen(ShippedPackages.Libtorch is null, "this build has no libtorch for CPUs, which is what is shipped");
        var parts = NativeParts.In(Path.Combine(ShippedPackages.Libtorch!, "runtimes", "linux-x64", "native", "libtorch_cpu.so"));

        var notices = ThirdPartyNotices.Write(ShippedPackages.All, parts, Texts);

        if (Environment.GetEnvironmentVariable("SWEEP_ACCEPT") == "1") File.WriteAllText(NoticesFile, notices);
        Assert.Equal(File.ReadAllText(NoticesFile), notices);
    }

    [Fact]
    public void Every_licence_that_is_named_has_its_text_or_its_address_there()
    {
        var named = ShippedPackages.All.Select(package => package.Licence)
            .Concat(NativeParts.Files.Concat(NativeParts.InLibtorch).Select(part => part.Licence))
            .SelectMany(expression => expression.Split([" AND ", " OR ", " WITH "], StringSplitOptions.None)).Distinct();

        var explained = Texts.Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal))
            .Select(line => line["### ".Length..]);

        Assert.Equal(named.Order(StringComparer.Ordinal), explained.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_mark_is_found_at_any_place_of_a_file()
    {
        var folder = Directory.CreateTempSubdirectory();
        var path = Path.Combine(folder.FullName, "library.so");
        File.WriteAllText(path, new string('.', (1 << 22) + 10) + "uv__io_poll" + new string('.', 1 << 20) + "N3fmt");

        var found = NativeParts.In(path);

        folder.Delete(recursive: true);
        Assert.Equal(["fmt", "libuv"], found.Select(part => part.Name));
    }
}
