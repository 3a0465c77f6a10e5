using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

public sealed class RunVerbTests : IDisposable
{
    private const string Depth = """
        name: depth
        description: Does x matter?
        experiment: noop
        method: grid
        metric: {name: loss, goal: minimize}
        replicates: 2
        parameters:
          x: [0.3, 0.9]
          epochs: 1
        """;

    private readonly SweepCommand sweep = new();

    public RunVerbTests()
    {
        sweep.Write("depth.yaml", Depth);
        Script(new ScriptedSweep(sweep.Ledger, trial => 1 + trial));
    }

    [Fact]
    public async Task Says_what_it_does_shows_progress_and_ends_with_the_ranked_table() =>
        Verified.Matches("run", await sweep.Run("run", "depth.yaml", "--workers", "2"));

    [Fact]
    public async Task Same_file_again_says_that_it_is_finished_and_shows_the_table()
    {
        await sweep.Run("run", "depth.yaml");
        sweep.Host = null;

        Verified.Matches("run-again", await sweep.Run("run", "depth.yaml"));
    }

    [Fact]
    public async Task A_signal_while_the_last_table_is_printed_does_not_call_a_finished_sweep_interrupted()
    {
        sweep.OnOutput = sweep.Interrupt;

        var said = await sweep.Run("run", "depth.yaml", "--format", "csv");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Equal(3, said.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.DoesNotContain("interrupted", said.Error);
    }

    [Fact]
    public async Task Quiet_prints_the_table_alone()
    {
        var said = await sweep.Run("run", "depth.yaml", "--quiet");

        Assert.StartsWith("rank", said.Out);
        Assert.Empty(said.Error);
    }

    [Fact]
    public async Task Quiet_says_the_first_failures_of_a_kind_and_how_many_more_there_were()
    {
        Script(new ScriptedSweep(sweep.Ledger, _ =>
            null)
        { Notices = [.. Enumerable.Range(0, 100).Select(i => $"depth/{i} failed after attempt 1")] });

        var said = await sweep.Run("run", "depth.yaml", "-q");

        Assert.Equal(
            "! depth/0 failed after attempt 1\n! depth/1 failed after attempt 1\n! depth/2 failed after attempt 1\n! and 97 more like " +
                "this: depth/99 failed after attempt 1\n"
            + "! 4 trials failed: 'sweep show depth/0' says why\n", said.Error);
    }

    [Fact]
    public async Task Equal_ranks_of_single_trials_are_not_said_to_be_tested()
    {
        Script(new ScriptedSweep(sweep.Ledger, _ => 1));

        var said = await sweep.Run("run", "depth.yaml", "--set", "replicates=1");

        Assert.Contains("1=", said.Out);
        Assert.DoesNotContain("Welch", said.Error);
    }

    [Fact]
    public async Task Json_prints_one_object_per_line_from_plan_to_result()
    {
        var said = await sweep.Run("run", "depth.yaml", "--json", "--workers", "2");

        Verified.Matches("run-json", said);
    }

    [Fact]
    public async Task Json_of_a_sweep_that_is_finished_is_its_plan_and_its_result_and_needs_no_node()
    {
        await sweep.Run("run", "depth.yaml");
        sweep.Host = null;

        var said = await sweep.Run("run", "depth.yaml", "--json");

        var lines = said.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("{\"type\":\"plan\",\"sweep\":\"depth\"", lines[0]);
        Assert.Contains("\"slots\":[],\"slot_count\":0,", lines[0]);
        Assert.Contains("\"done_trials\":4", lines[0]);
        Assert.StartsWith("{\"type\":\"result\",\"sweep\":\"depth\",\"status\":\"finished\",\"exit_code\":0", lines[1]);
    }

    [Fact]
    public async Task Watching_a_sweep_that_nobody_runs_says_how_to_go_on()
    {
        Script(new ScriptedSweep(sweep.Ledger, trial => trial) { OnLook = look => { if (look == 2) sweep.Interrupt(); } });
        await sweep.Run("run", "depth.yaml");
        using var later = new SweepCommand();

        var said = await later.Run("watch", "depth", "--db", sweep.Ledger);

        Assert.Equal(ExitCodes.Interrupted, said.Code);
        Assert.Empty(said.Out);
        Assert.Contains("interrupted: 3 of 4 trials done", said.Error);
        Assert.Contains($"sweep resume depth --db {sweep.Ledger} goes on where it stood", said.Error);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("resume")]
    [InlineData("watch")]
    [InlineData("pause")]
    [InlineData("cancel")]
    public async Task A_ledger_file_and_a_cluster_exclude_each_other(string verb)
    {
        var said = await sweep.Run(verb, "depth.yaml", "--db", "sweep.db", "--cluster", "cluster.db");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("--db names a file of this machine and --cluster the database of a cluster; leave one of them out", said.Error);
    }

    [Fact]
    public async Task Failed_trial_makes_exit_code_1_and_is_pointed_at()
    {
        Script(new ScriptedSweep(sweep.Ledger, trial => trial == 2 ? null : 1));

        var said = await sweep.Run("run", "depth.yaml");

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.Contains("! 1 trial failed: 'sweep show depth/2' says why", said.Error);
    }

    [Fact]
    public async Task Notices_are_said_once()
    {
        Script(new ScriptedSweep(sweep.Ledger, _ => 1) { Notices = ["depth/0 attempt 1 crashed; it is tried again"] });

        var said = await sweep.Run("run", "depth.yaml");

        Assert.Single(said.Error.Split('\n'), line => line.Contains("attempt 1 crashed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Interrupt_keeps_everything_exits_130_and_says_how_to_go_on()
    {
        Script(new ScriptedSweep(sweep.Ledger, trial => trial) { OnLook = look => { if (look == 2) sweep.Interrupt(); } });

        Verified.Matches("run-interrupted", await sweep.Run("run", "depth.yaml", "--workers", "2"));
    }

    [Fact]
    public async Task Resume_goes_on_from_the_ledger_without_the_file()
    {
        Script(new ScriptedSweep(sweep.Ledger, trial => trial) { OnLook = look => { if (look == 2) sweep.Interrupt(); } });
        await sweep.Run("run", "depth.yaml");
        File.Delete(Path.Combine(sweep.Folder, "depth.yaml"));
        using var later = new SweepCommand { Host = r => new ScriptedSweep(r.LedgerPath, trial => trial) };

        var said = await later.Run("resume", "depth", "--db", sweep.Ledger, "--workers", "2");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.Contains("goes on: 3 of 4 trials and 3 of 4 epochs are done already", said.Error);
    }

    [Fact]
    public async Task Another_file_under_a_known_name_is_refused_with_the_difference()
    {
        await sweep.Run("run", "depth.yaml");

        var said = await sweep.Run("run", "depth.yaml", "--set", "replicates=1");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("replicates (2 in the ledger, 1 in this file)", said.Error);
        Assert.Empty(said.Out);
    }

    [Fact]
    public async Task Coordinator_that_gives_up_is_a_failure_with_a_way_on()
    {
        Script(new ScriptedSweep(sweep.Ledger, _ => 1) { Failure = "the disk is full" });

        var said = await sweep.Run("run", "depth.yaml");

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.Contains("sweep: the disk is full", said.Error);
        Assert.Contains("'sweep resume depth' goes on", said.Error);
    }

    [Fact]
    public async Task Mistakes_in_the_file_are_all_listed_and_nothing_is_written()
    {
        sweep.Write("bad.yaml", Depth.Replace("noop", "nop", StringComparison.Ordinal).Replace("grid", "gird", StringComparison.Ordinal));

        var said = await sweep.Run("run", "bad.yaml");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("bad.yaml:3:", said.Error);
        Assert.Contains("bad.yaml:4:", said.Error);
        Assert.False(File.Exists(sweep.Ledger));
    }

    [Theory]
    [InlineData("3 GiB", "8", 2)]
    [InlineData("4 GiB", "8", 2)]
    [InlineData("4 GiB", "1", 1)]
    [InlineData("512 MiB", "5", 5)]
    public async Task No_more_trials_run_at_a_time_than_fit_into_the_memory(string each, string workers, int slots)
    {
        HostRequest? asked = null;
        sweep.Host = request => new ScriptedSweep((asked = request).LedgerPath, _ => 1);

        await sweep.Run("run", "depth.yaml", "--set", $"resources={{memory: {each}}}", "--workers", workers);

        Assert.Equal(SlotList.Cpu(slots), asked!.Slots);
    }

    [Fact]
    public async Task Trial_larger_than_the_memory_is_refused()
    {
        var said = await sweep.Run("run", "depth.yaml", "--set", "resources={memory: 9 GiB}");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("'resources.memory' says that a trial needs 9.0 GiB, and this machine has 8.0 GiB", said.Error);
        Assert.Contains("lower it in the sweep file", said.Error);
    }

    [Fact]
    public async Task Cuda_without_a_gpu_is_refused()
    {
        var said = await sweep.Run("run", "depth.yaml", "--device", "cuda");

        Assert.Equal(ExitCodes.BadInput, said.Code);
        Assert.Contains("libtorch 2.10.0 (/opt/libtorch) sees none", said.Error);
        Assert.False(File.Exists(Path.Combine(sweep.Folder, "sweep.db")), "a ledger was written");
    }

    [Fact]
    public async Task Hints_repeat_the_ledger_and_the_name_the_program_was_called_by()
    {
        sweep.Variables["SWEEP_COMMAND"] = "./sweep";
        sweep.Host = r => new ScriptedSweep(r.LedgerPath, _ => 1);

        var said = await sweep.Run("run", "depth.yaml", "--db", "my results.db");

        Assert.Contains("  ./sweep show depth/0 --db 'my results.db'\n", said.Error);
    }

    public void Dispose() => sweep.Dispose();

    private void Script(ScriptedSweep script) => sweep.Host = _ => script;
}
