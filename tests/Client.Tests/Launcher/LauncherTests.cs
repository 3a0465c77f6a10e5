using Sweep.Client.Tests.Architecture;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Launcher;

/// <summary>The launcher script in a pretend repository, where <c>dotnet</c> is a script that counts builds and "builds" a program
/// that echoes.</summary>
public sealed class LauncherTests : IDisposable
{
    private const string FakeDotnet = """
        #!/bin/sh
        root=$(dirname "$(dirname "$(readlink -f "$0")")")
        [ "$1" = --list-sdks ] && { echo "10.0.100 [/sdk]"; exit 0; }
        echo build >>"$root/builds"
        [ -f "$root/break" ] && { echo "src/Client/Program.cs(1,1): error CS1002: ; expected"; exit 1; }
        mkdir -p artifacts/bin/Sweep.Client/release
        printf '#!/bin/sh\necho "args:$*" "in:$(pwd)" "as:$SWEEP_COMMAND"\n[ "$1" = fail ] && exit 7\nexit 0\n' >artifacts/bin/Sweep.Client/release/sweep
        chmod +x artifacts/bin/Sweep.Client/release/sweep
        """;

    private readonly string root = Directory.CreateTempSubdirectory("sweep-launcher-").FullName;

    public LauncherTests()
    {
        Directory.CreateDirectory(Path.Combine(root, "src", "Client"));
        Directory.CreateDirectory(Path.Combine(root, "tools"));
        File.WriteAllText(Path.Combine(root, "src", "Client", "Program.cs"), "return 0;");
        File.WriteAllText(Path.Combine(root, "Directory.Build.props"), "<Project />");
        File.Copy(Path.Combine(Repository.Root, "global.json"), Path.Combine(root, "global.json"));
        Script("sweep", File.ReadAllText(Path.Combine(Repository.Root, "sweep")));
        Script("tools/dotnet", FakeDotnet);
    }

    private int Builds => File.Exists(Path.Combine(root, "builds")) ? File.ReadAllLines(Path.Combine(root, "builds")).Length : 0;

    [Fact]
    public async Task First_call_builds_quietly_and_later_calls_do_not()
    {
        var first = await Launch("ls");
        var second = await Launch("ls");

        Assert.StartsWith("args:ls ", first.Out);
        Assert.Equal("sweep: building (the first time takes a few minutes) ...\n", first.Error);
        Assert.Empty(second.Error);
        Assert.Equal(1, Builds);
    }

    [Theory]
    [InlineData("src/Client/Program.cs")]
    [InlineData("Directory.Build.props")]
    [InlineData("global.json")]
    public async Task Changed_source_is_built_again(string file)
    {
        await Launch("ls");
        File.SetLastWriteTimeUtc(Path.Combine(root, file), File.GetLastWriteTimeUtc(Path.Combine(root, "artifacts", "launcher.stamp"))
            .AddSeconds(1));

        await Launch("ls");

        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task Deleted_source_is_a_change()
    {
        await Launch("ls");
        var sources = Path.Combine(root, "src", "Client");
        File.Delete(Path.Combine(sources, "Program.cs"));
        Directory.SetLastWriteTimeUtc(sources, File.GetLastWriteTimeUtc(Path.Combine(root, "artifacts", "launcher.stamp")).AddSeconds(1));

        await Launch("ls");

        Assert.Equal(2, Builds);
    }

    [Fact]
    public async Task Exit_code_arguments_and_folder_pass_through()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(root, "some where")).FullName;

        var said = await Run(elsewhere, Path.Combine(root, "sweep"), "fail", "two words");

        Assert.Equal(7, said.Code);
        Assert.StartsWith($"args:fail two words in:{elsewhere} ", said.Out);
    }

    [Fact]
    public async Task Symbolic_link_finds_its_repository()
    {
        File.CreateSymbolicLink(Path.Combine(root, "tools", "sweep"), Path.Combine(root, "sweep"));

        var said = await Run(root, Path.Combine(root, "tools", "sweep"), "ls");

        Assert.StartsWith("args:ls ", said.Out);
    }

    [Fact]
    public async Task Without_arguments_help_is_asked_for() => Assert.StartsWith("args:--help ", (await Launch()).Out);

    [Fact]
    public async Task Failed_build_shows_its_log_and_exits_1()
    {
        File.WriteAllText(Path.Combine(root, "break"), "");

        var said = await Launch("ls");

        Assert.Equal(1, said.Code);
        Assert.Contains("error CS1002", said.Error);
        Assert.Empty(said.Out);
    }

    [Fact]
    public async Task Two_at_once_build_once()
    {
        var both = await Task.WhenAll(Launch("ls"), Launch("ls"));

        Assert.All(both, said => Assert.Equal(0, said.Code));
        Assert.Equal(1, Builds);
    }

    [Theory]
    [InlineData("2>&-")]
    [InlineData("<&- 2>&-")]
    [InlineData("2>/dev/full")]
    public async Task Streams_that_cannot_be_written_hinder_neither_the_build_nor_the_program(string redirection)
    {
        var said = await Run(root, "./sweep", ["ls"], redirection);

        Assert.StartsWith("args:ls ", said.Out);
        Assert.Equal((0, 1), (said.Code, Builds));
        foreach (var file in (string[])["launcher.lock", "launcher.use"])
            Assert.Empty(File.ReadAllText(Path.Combine(root, "artifacts", file)));
    }

    [Fact]
    public async Task A_place_where_nothing_can_be_kept_is_named()
    {
        Directory.CreateDirectory(Path.Combine(root, "artifacts", "launcher.stamp.new"));

        var said = await Launch("ls");

        Assert.Equal(1, said.Code);
        Assert.Contains("launcher.stamp.new: is the disk full, or is this folder read-only?", said.Error);
    }

    [Fact]
    public async Task Missing_dotnet_is_said_plainly()
    {
        File.Delete(Path.Combine(root, "tools", "dotnet"));

        var said = await Launch("ls");

        Assert.Equal(1, said.Code);
        Assert.Contains("the .NET SDK 10 is needed to build, and there is no 'dotnet' on the PATH", said.Error);
    }

    [Fact]
    public async Task Old_dotnet_is_named()
    {
        Script("tools/dotnet", "#!/bin/sh\necho '8.0.404 [/sdk]'\n");

        var said = await Launch("ls");

        Assert.Equal(1, said.Code);
        Assert.Contains("found only 8.0.404", said.Error);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private Task<Said> Launch(params string[] args) => Run(root, "./sweep", args);

    /// <summary>With no other dotnet on the path than the pretended one.</summary>
    private Task<Said> Run(string folder, string launcher, params string[] args) => Run(folder, launcher, args, "");

    private Task<Said> Run(string folder, string launcher, string[] args, string redirection) => SweepProcess.Run(
        "/bin/sh", folder, new Dictionary<string, string> { ["PATH"] = $"{Path.Combine(root, "tools")}:{Tools}" },
        ["-c", $"exec \"$0\" \"$@\" {redirection}", launcher, .. args]);

    /// <summary>A folder with the system's tools but without its dotnet.</summary>
    private string Tools
    {
        get
        {
            var folder = Path.Combine(root, "bin");
            if (Directory.Exists(folder)) return folder;
            Directory.CreateDirectory(folder);
            foreach (var tool in new[] { "bash", "sh", "env", "find", "flock", "readlink", "dirname", "mkdir", "chmod", "cat", "mv", "sed",
                "grep", "tr", "pwd" })
            {
                if (new[] { "/usr/bin", "/bin" }.Select(d => Path.Combine(d, tool)).FirstOrDefault(File.Exists) is { } path)
                    File.CreateSymbolicLink(Path.Combine(folder, tool), path);
            }
            return folder;
        }
    }

    private void Script(string name, string text)
    {
        var path = Path.Combine(root, name);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }
}
