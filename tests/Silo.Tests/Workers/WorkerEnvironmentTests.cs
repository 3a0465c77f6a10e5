using Sweep.Contracts;
using Sweep.Experiments.Worker;
using Sweep.Silo.Configuration;
using Sweep.Silo.Workers;

namespace Sweep.Silo.Tests.Workers;

public sealed class WorkerEnvironmentTests
{
    private static readonly NodeOptions Node = new()
    {
        Slots = [new DeviceSlot("cpu", 0)],
        LedgerPath = "/l",
        WorkerCommand = ["w"],
        WorkerEnvironment = new Dictionary<string, string> { ["SWEEP_DATA"] = "/data" },
    };

    [Fact]
    public void What_opens_the_cluster_is_none_of_a_worker_s_business()
    {
        var variables = new Dictionary<string, string?>
        {
            ["SWEEP_SECRET"] = "s",
            ["SWEEP_CLUSTER"] = "Host=db;Password=p",
            ["PGPASSWORD"] = "p",
            ["SWEEP_DATA"] = "/data",
            ["PATH"] = "/bin"
        };

        WorkerEnvironment.Withhold(variables);

        Assert.Equal(["PATH", "SWEEP_DATA"], variables.Keys.Order());
    }

    [Theory]
    [InlineData("OMP_NUM_THREADS", "3")]
    [InlineData("MKL_NUM_THREADS", "4,2")]
    [InlineData("OMP_WAIT_POLICY", "ACTIVE")]
    [InlineData("CUBLAS_WORKSPACE_CONFIG", ":16:8")]
    [InlineData("CUDA_VISIBLE_DEVICES", "GPU-8932f937")]
    [InlineData("DOTNET_TieredCompilation", "1")]
    public void What_its_user_has_chosen_holds_in_a_program_and_not_in_our_training(string name, string value)
    {
        var set = new Dictionary<string, string> { [name] = value };

        Assert.NotEqual(value, Worker("n/cpu/0", set).GetValueOrDefault(name));
        Assert.Equal(value, Program("n/cpu/0", set)[name]);
    }

    [Fact]
    public void A_program_whose_user_chose_nothing_shares_the_cores_and_sees_no_gpu()
    {
        var program = Program("n/cpu/0", []);

        Assert.Equal(Environment.ProcessorCount.ToString(), program["OMP_NUM_THREADS"]);
        Assert.Equal(("PASSIVE", ":4096:8", ""),
            (program["OMP_WAIT_POLICY"], program["CUBLAS_WORKSPACE_CONFIG"], program["CUDA_VISIBLE_DEVICES"]));
        Assert.DoesNotContain("MKL_NUM_THREADS", program.Keys);
        Assert.DoesNotContain(OuterEnvironment.Variable, program.Keys);
        Assert.DoesNotContain(program.Keys, name => name.StartsWith("DOTNET_", StringComparison.Ordinal));
    }

    [Fact]
    public void Threads_of_many_slots_are_at_least_one()
    {
        var slots = Node with { Slots = [.. Enumerable.Range(0, 1000).Select(i => new DeviceSlot("cpu", i))] };

        Assert.Equal("1", Program("n/cpu/0", [], slots)["OMP_NUM_THREADS"]);
    }

    [Theory]
    [InlineData(null, "1")]
    [InlineData("2, 5", "5")]
    [InlineData("GPU-a,GPU-b", "GPU-b")]
    public void On_the_slot_of_a_gpu_a_program_sees_that_one_among_those_of_its_user(string? visible, string seen)
    {
        var set = visible is null ? new Dictionary<string, string>() : new() { ["CUDA_VISIBLE_DEVICES"] = visible };

        Assert.Equal(seen, Worker("n/cuda:1/0", set)["CUDA_VISIBLE_DEVICES"]);
        Assert.Equal(seen, Program("n/cuda:1/0", set)["CUDA_VISIBLE_DEVICES"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no JSON")]
    [InlineData("[1]")]
    public void Without_a_node_of_this_release_a_program_finds_what_its_worker_has(string? text)
    {
        var environment = new Dictionary<string, string?> { ["OMP_NUM_THREADS"] = "1" };
        if (text is not null) environment[OuterEnvironment.Variable] = text;

        OuterEnvironment.Restore(environment);

        Assert.Equal(["OMP_NUM_THREADS"], environment.Keys);
    }

    [Fact]
    public void The_documentation_lists_every_variable()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "worker-protocol.md"));
        var table = page[page.IndexOf("## Environment", StringComparison.Ordinal)..];

        Assert.All(Worker("n/cpu/0", []).Keys.Except([OuterEnvironment.Variable]), name => Assert.Contains($"`{name}`", table));
    }

    private static IReadOnlyDictionary<string, string> Worker(string slot, Dictionary<string, string> set, NodeOptions? node = null) =>
        WorkerEnvironment.For(SlotName.Parse(slot), node ?? Node, set.GetValueOrDefault);

    private static Dictionary<string, string?> Program(string slot, Dictionary<string, string> set, NodeOptions? node = null)
    {
        var environment = Worker(slot, set, node).ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        OuterEnvironment.Restore(environment);
        return environment;
    }
}
