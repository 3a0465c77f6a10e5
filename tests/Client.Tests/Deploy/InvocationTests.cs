using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Rendering;
using Sweep.Experiments.BuiltIn;

namespace Sweep.Client.Tests.Deploy;

/// <summary>Whatever a file under deploy/ calls, the program has.</summary>
public sealed class InvocationTests
{
    private static readonly RootCommand Program =
        CommandTree.Build(new CliContext
        {
            Out = ConsoleWriter.Null,
            Error = ConsoleWriter.Null,
            WorkingFolder = "/",
            Catalog = BuiltInExperiments.Catalog()
        });

    public static TheoryData<string> Calls => [.. Invocation.All().Select(call => call.ToString()).Distinct()];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Every_call_uses_a_verb_and_options_that_the_program_has(string call)
    {
        var found = Invocation.All().First(one => one.ToString() == call);

        var verb = Assert.Single(Program.Subcommands, verb => verb.Name == found.Verb);

        var known = verb.Options.SelectMany(option => option.Aliases.Append(option.Name)).ToHashSet();
        Assert.All(found.Options, option => Assert.Contains(option, known));
    }

    [Theory]
    [InlineData("compose.yaml", "60s")]
    [InlineData("kubernetes/base/nodes.yaml", "terminationGracePeriodSeconds: 60")]
    [InlineData("systemd/sweep-node.service", "TimeoutStopSec=60")]
    [InlineData("slurm/sweep.sbatch", "--signal=B:TERM@60")]
    public void Whoever_stops_a_node_waits_twice_as_long_as_its_grace(string file, string limit)
    {
        Assert.Contains(limit, DeployFiles.Text(file), StringComparison.Ordinal);
        var folder = Path.GetDirectoryName(file)!;

        var graces = Invocation.All()
            .Where(call =>
                call.Verb == "silo" && Path.GetDirectoryName(call.File) == folder && !call.File.EndsWith(".md", StringComparison.Ordinal))
            .Select(call => call.Value("--grace")).ToList();

        Assert.NotEmpty(graces);
        Assert.All(graces, grace => Assert.InRange(int.Parse(Assert.IsType<string>(grace)), 1, 30));
    }

    [Fact]
    public void Every_node_of_a_file_that_starts_one_serves_health_where_the_probes_ask()
    {
        var nodes = Invocation.All().Where(call => call.Verb == "silo" && !call.File.EndsWith(".md", StringComparison.Ordinal)).ToList();

        Assert.Equal(
            ["compose.yaml", "compose.yaml", "kubernetes/base/nodes.yaml", "slurm/node.sh", "systemd/sweep-node.service"],
            nodes.Select(call => call.File));
        Assert.All(nodes, call => Assert.True(call.Value("--http") is { } http
            && (http.EndsWith(":8080", StringComparison.Ordinal) || http == "${SWEEP_HTTP}"), call.ToString()));
        Assert.Contains("SWEEP_HTTP=0.0.0.0:8080", DeployFiles.Text("systemd/node.env.example"), StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_are_the_programs_defaults_and_the_same_everywhere()
    {
        var silo = Program.Subcommands.Single(verb => verb.Name == "silo");
        var page = DeployFiles.Text("README.md");

        foreach (var (option, port) in new[] { ("--port", "11111"), ("--gateway-port", "30000") })
        {
            Assert.Contains(port, silo.Options.Single(o => o.Name == option).Description, StringComparison.Ordinal);
            Assert.Contains($"| {port} |", page, StringComparison.Ordinal);
        }

        Assert.Contains("| 8080 |", page, StringComparison.Ordinal);
        Assert.All(["Dockerfile", "Dockerfile.cuda"], file =>
            Assert.Contains("\nEXPOSE 11111 30000 8080\n", DeployFiles.Text(file), StringComparison.Ordinal));
    }
}
