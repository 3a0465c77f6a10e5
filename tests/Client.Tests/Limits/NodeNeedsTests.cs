using Sweep.Client.Cli;
using Sweep.Client.Limits;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Limits;

public sealed class NodeNeedsTests
{
    [Fact]
    public void Nothing_is_missing_where_there_are_no_limits() => Assert.Null(NodeNeeds.Problem(ResourceLimits.None, workers: 512));

    [Theory]
    [InlineData(1, 264)]
    [InlineData(8, 320)]
    [InlineData(128, 1280)]
    public void Open_files_grow_with_the_workers(int workers, long needed)
    {
        Assert.Null(NodeNeeds.Problem(new ResourceLimits { OpenFiles = needed }, workers));
        var problem = NodeNeeds.Problem(new ResourceLimits { OpenFiles = needed - 1 }, workers);

        Assert.StartsWith($"this process may open {needed - 1} files ('ulimit -n')", problem, StringComparison.Ordinal);
        Assert.Contains($"needs {needed};", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_that_the_user_has_already_count()
    {
        Assert.Null(NodeNeeds.Problem(new ResourceLimits { Threads = 200, ThreadsInUse = 64 }, workers: 2));

        Assert.Equal(
            "this user may have 200 processes and threads ('ulimit -u') and has 65 now; 2 workers need 136 more: raise the limit, or " +
                "take fewer workers",
            NodeNeeds.Problem(new ResourceLimits { Threads = 200, ThreadsInUse = 65 }, workers: 2));
    }

    [Fact]
    public void A_file_must_hold_a_checkpoint() => Assert.StartsWith(
        "this process may write files of 20.0 MiB ('ulimit -f'), and needs 64.0 MiB at least",
        NodeNeeds.Problem(new ResourceLimits { FileBytes = 20 << 20 }, workers: 1),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_run_that_could_not_go_on_does_not_begin()
    {
        using var sweep = new SweepCommand { Limits = new ResourceLimits { OpenFiles = 200 } };
        sweep.Write("a.yaml", "name: a\nexperiment: noop\nmethod: grid\nparameters: {x: [1]}\n");

        var said = await sweep.Run("run", "a.yaml", "--workers", "1");

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.Equal("sweep: this process may open 200 files ('ulimit -n'), and with 1 worker needs 264; raise the limit, for example " +
            "with 'ulimit -n 4096', or take fewer workers\n", said.Error);
        Assert.False(File.Exists(sweep.Ledger), "a ledger was written");
    }

    [Fact]
    public async Task The_doctor_says_the_same()
    {
        using var sweep = new SweepCommand { Limits = new ResourceLimits { OpenFiles = 200 } };

        var said = await sweep.Run("doctor", "--format", "csv");

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.Contains("limits,problem,\"this process may open 200 files ('ulimit -n')", said.Out, StringComparison.Ordinal);
    }
}
