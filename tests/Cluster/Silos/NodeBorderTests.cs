namespace Sweep.Cluster.Tests.Silos;

/// <summary>What a node of a cluster takes from whoever submits a sweep, and what it gives:
/// texts of its data folder, no programs, trained models.</summary>
public sealed class NodeBorderTests
{
    private static readonly string Story = string.Concat(Enumerable.Repeat("the cat sat on the mat and the dog lay by the door ", 200));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_text_of_the_data_folder_is_learnt_and_its_model_writes_wherever_it_is_asked(bool onServer)
    {
        Assert.SkipUnless(!onServer || PostgresServer.Available, PostgresServer.Missing);
        using var cluster = new TestCluster(onServer ? await (await PostgresServer.Shared()).CreateDatabase() : null, nodes: 1);
        Tell(cluster.Workspace.Folder);
        Tell(Path.Combine(cluster.Workspace.Folder, "n0"));
        await cluster.Start();

        var run = await cluster.Run("run", cluster.Workspace.Write("story.yaml", Yaml("story", "texts/t.txt")), "--quiet");
        Assert.True(run.Code == 0, $"{run.Errors}\n{cluster.Logs}");

        // Only the database is left of the cluster.
        await cluster.Nodes[0].Kill();
        Directory.Delete(Path.Combine(cluster.Workspace.Folder, "n0"), recursive: true);
        var written = await cluster.Run("generate", "story/0", "--prefix", "the ", "--length", "20");
        Assert.True(written.Code == 0, written.Errors);
        Assert.StartsWith("the ", written.Output);
        Assert.Equal(24, written.Output.TrimEnd('\n').Length);
    }

    [Fact]
    public async Task A_text_elsewhere_on_the_node_and_a_program_are_refused_with_the_way_out()
    {
        using var cluster = new TestCluster(null, nodes: 1);
        Tell(cluster.Workspace.Folder);
        await cluster.Start();
        var elsewhere = Path.Combine(cluster.Workspace.Folder, "texts", "t.txt");

        var outside = await cluster.Run("run", cluster.Workspace.Write("outside.yaml", Yaml("outside", elsewhere)), "--quiet");
        var program = await cluster.Run("run", cluster.Workspace.Write("program.yaml", Program), "--quiet");

        Assert.Equal((2, 1), (outside.Code, program.Code));
        Assert.Contains("its path within the nodes' data folder", outside.Errors);
        Assert.Contains("node 'n0' runs no programs of sweep files; start the nodes with --allow-commands", program.Errors);
        Assert.Equal(["program"], cluster.Workspace.Query<string>("SELECT DISTINCT sweep FROM attempts"));
        Assert.Equal(0, cluster.Workspace.Count("SELECT count(*) FROM trials WHERE status = 'failed'"));
        Assert.False(File.Exists(Path.Combine(cluster.Workspace.Folder, "ran")));
    }

    [Fact]
    public async Task Programs_run_on_the_nodes_that_allow_them_and_cost_no_retry_on_those_that_do_not()
    {
        using var cluster = new TestCluster(null, nodes: 2, slots: 1, more: n => n == 1 ? ["--allow-commands"] : []);
        await cluster.Start();

        var program = await cluster.Run("run", cluster.Workspace.Write("program.yaml", Program), "--quiet");

        Assert.True(program.Code == 0, $"{program.Errors}\n{cluster.Logs}");
        Assert.Equal(["n1"], cluster.Workspace.Query<string>("SELECT DISTINCT substr(slot, 1, 2) FROM trials WHERE status = 'completed'"));
        Assert.Equal(3, cluster.Workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_assembly_of_a_sweep_file_runs_where_the_operator_of_the_node_has_named_it(bool isNamed)
    {
        using var cluster = new TestCluster(null, nodes: 1, more: _ => isNamed ? ["--experiments", OwnExperiment] : []);
        await cluster.Start();

        var run = await cluster.Run("run", cluster.Workspace.Write("valley.yaml", Valley), "--quiet");

        Assert.True(run.Code == (isNamed ? 0 : 2), $"{run.Code}: {run.Errors}\n{cluster.Logs}");
        if (!isNamed)
        {
            Assert.Contains("there is no experiment 'valley'", run.Errors);
            Assert.Contains("start the node with --experiments and its assembly", run.Errors);
            return;
        }

        Assert.Contains("experiments of its own: valley", cluster.Logs);
        Assert.Equal(2, cluster.Workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        var shown = await cluster.Run("replay", "valley");
        Assert.True(shown.Code == 0, shown.Errors);
    }

    // artifacts/bin/<project>/<configuration>/
    private static string OwnExperiment { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "OwnExperiment", new DirectoryInfo(AppContext.BaseDirectory).Name, "OwnExperiment.dll"));

    private static string Valley { get; } = $$"""
        name: valley
        experiment: valley
        assembly: {{OwnExperiment}}
        method: grid
        parameters:
          lr: [0.01, 0.02]
          epochs: 3
        """;

    private const string Program = """
        name: program
        method: grid
        metric: {name: loss, goal: minimize}
        command: [/bin/sh, -c, 'touch ran; echo "{\"loss\": 1}"']
        retries: 0
        parameters:
          x: [1, 2, 3]
        """;

    private static string Yaml(string name, string corpus) => $$"""
        name: {{name}}
        method: grid
        metric: {name: val_perplexity, goal: minimize}
        parameters:
          corpus: {{corpus}}
          hidden: 16
          num_steps: 20
          batch_size: 16
          epochs: 2
        """;

    private static void Tell(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "texts"));
        File.WriteAllText(Path.Combine(folder, "texts", "t.txt"), Story);
    }
}
