using Sweep.Client.Tests.Architecture;

namespace Sweep.Client.Tests.Deploy;

/// <summary>No engine is needed: what an instruction names is there.</summary>
public sealed class DockerfileTests
{
    private static readonly string[] Known =
        ["ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "VOLUME", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"];

    public static TheoryData<string> Files => ["Dockerfile", "Dockerfile.cuda"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Instructions_are_known_and_what_is_copied_is_there_and_not_ignored(string file)
    {
        var instructions = Instructions(file);
        var stages = instructions.Where(i => i is ["FROM", _, "AS", _]).Select(i => i[3]).ToHashSet();
        var sent = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => line.StartsWith('!'))
            .Select(line => line[1..]).ToList();

        Assert.All(instructions, i => Assert.Contains(i[0], Known));
        foreach (var copy in instructions.Where(i => i[0] == "COPY"))
        {
            if (copy.FirstOrDefault(word => word.StartsWith("--from=", StringComparison.Ordinal)) is { } from)
            {
                Assert.Contains(from["--from=".Length..], stages);
                continue;
            }

            foreach (var source in copy.Skip(1).SkipLast(1).Where(word => !word.StartsWith("--", StringComparison.Ordinal)))
            {
                Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), $"{file}: {source}");
                Assert.True(sent.Exists(path => source == path || source.StartsWith(path + "/", StringComparison.Ordinal)),
                    $".dockerignore keeps {source} from {file}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Packages_are_restored_for_every_project_of_the_program(string file)
    {
        var copied = Instructions(file).Where(i => i[0] == "COPY" && i[1].EndsWith(".csproj", StringComparison.Ordinal)).Select(i => i[1]);

        var projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path));

        Assert.Equal(projects.Order(), copied.Order());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_image_runs_the_program_as_a_user_without_rights_and_knows_when_it_is_ill(string file)
    {
        var last = Instructions(file).SkipWhile(i => i is not ["FROM", _]).ToList();

        Assert.Equal(["USER", "1654:1654"], Assert.Single(last, i => i[0] == "USER"));
        Assert.All(["SWEEP_DATA=/data", "HOME=/data"], setting =>
            Assert.Contains(setting, last.Where(i => i[0] == "ENV").SelectMany(i => i)));
        Assert.Equal(["VOLUME", "/data"], Assert.Single(last, i => i[0] == "VOLUME"));
        Assert.Equal(["ENTRYPOINT", "[\"/app/sweep\"]"], Assert.Single(last, i => i[0] == "ENTRYPOINT"));
        Assert.Contains("CMD [\"/app/healthcheck.sh\", \"127.0.0.1\", \"8080\", \"/healthz\"]",
            string.Join(' ', Assert.Single(last, i => i[0] == "HEALTHCHECK")), StringComparison.Ordinal);
    }

    /// <summary>The words of each instruction; comments are left out and continued lines joined.</summary>
    private static List<string[]> Instructions(string file) =>
        [.. DeployFiles.Text(file).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Trim().Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
