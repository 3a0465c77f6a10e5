using Dapper;
using Npgsql;

namespace Sweep.Cluster.Tests.Silos;

/// <summary>Nodes on loopback that share a database, each with a data folder of its own.</summary>
internal sealed class TestCluster : IDisposable
{
    private readonly Workspace workspace = new();
    private readonly Dictionary<string, string> environment;

    /// <param name="address">The database; null = a SQLite file in the cluster's folder.</param>
    /// <param name="nodes">Nodes, named n0, n1 ...</param>
    /// <param name="slots">Slots of each.</param>
    /// <param name="more">Further options of node number n; null = none.</param>
    public TestCluster(string? address, int nodes = 3, int slots = 2, Func<int, IReadOnlyList<string>>? more = null)
    {
        Address = address ?? workspace.Ledger;
        environment = new()
        {
            ["SWEEP_CLUSTER"] = Address,
            ["SWEEP_SECRET"] = "a secret that only this test knows",
            ["XDG_CONFIG_HOME"] = workspace.Folder
        };
        string[] arguments = ["--port", "0", "--gateway-port", "0", "--device", "cpu", "--workers", $"{slots}"];
        Nodes = [.. Enumerable.Range(0, nodes).Select(n => new SiloProcess(
            $"n{n}", workspace.Folder, [.. arguments, "--data", Path.Combine(workspace.Folder, $"n{n}"), .. more?.Invoke(n) ?? []],
            environment))];
    }

    public string Address { get; }

    public Workspace Workspace => workspace;

    public IReadOnlyList<SiloProcess> Nodes { get; }

    /// <summary>What every node said, for a failure's message.</summary>
    public string Logs => string.Join('\n', Nodes.Select(node => $"===== {node.Name}\n{node.Log}"));

    public Task Start() => Task.WhenAll(Nodes.Select(node => node.Start()));

    /// <summary>A verb of the program, with the cluster in its environment.</summary>
    public SweepProgram Begin(params string[] arguments) => SweepProgram.Start(workspace.Folder, environment, arguments);

    /// <summary>A verb of the program to its end.</summary>
    public async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        using var program = Begin(arguments);
        var code = await program.Exit();
        return (code, program.Output, program.Errors);
    }

    /// <summary>Text rows of a query on the cluster's database.</summary>
    public async Task<IReadOnlyList<string>> Query(string sql)
    {
        if (Address == workspace.Ledger) return workspace.Query<string>(sql);
        await using var connection = new NpgsqlConnection(Address);
        return [.. await connection.QueryAsync<string>(sql)];
    }

    /// <summary>The node that coordinates the sweep now, by what the nodes say; null when none does.</summary>
    public SiloProcess? Coordinator(string sweep) => Nodes
        .Select(node => (Node: node, Token: CoordinatorLog.NewestToken(node.Log, sweep)))
        .Where(n => n.Token is not null)
        .MaxBy(n => n.Token).Node;

    /// <summary>The sweep as a file of its own: a shared SQLite file is read where it is, from a server it is brought home.</summary>
    public async Task<Workspace> Home(string sweep)
    {
        if (Address == workspace.Ledger) return workspace;
        var home = new Workspace();
        var (code, output, errors) = await Run("export", sweep, "--to", home.Ledger);
        Assert.True(code == 0, $"export: exit {code}\n{output}\n{errors}");
        return home;
    }

    public void Dispose()
    {
        foreach (var node in Nodes) node.Dispose();
        workspace.Dispose();
    }
}
