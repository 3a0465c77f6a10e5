using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Client.Tests.Given;

namespace Sweep.Client.Tests.Verbs;

/// <summary>What only a real process can show: exit codes, streams, the embedded node, a run in the background.</summary>
public sealed class RealProcessTests : IDisposable
{
    private const string Rehearsal = """
        name: rehearsal
        experiment: noop
        method: grid
        retries: 1
        parameters:
          x: [0.3, 0.9]
          fail: [none, error]
          fail_attempts: 1
          epochs: 3
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("sweep-process-").FullName;

    public RealProcessTests() => File.WriteAllText(Path.Combine(folder, "rehearsal.yaml"), Rehearsal);

    [Fact]
    public async Task Run_trains_on_worker_processes_and_keeps_data_and_talk_apart()
    {
        var said = await SweepProcess.Sweep(folder, "run", "rehearsal.yaml", "--workers", "2");

        Assert.True(said.Code == ExitCodes.Done, said.ToString());
        Assert.Matches(@"^rank  x    fail +loss  trials", said.Out);
        Assert.Equal(6, said.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("! rehearsal/1 attempt 1", said.Error);
        Assert.DoesNotContain("\e[", said.Out + said.Error);
    }

    [Fact]
    public async Task The_note_of_the_end_is_out_before_the_program_is()
    {
        using var hook = new TcpListener(IPAddress.Loopback, 0);
        hook.Start();
        var taken = Taken(hook);

        var said = await SweepProcess.Sweep(folder, "run", "rehearsal.yaml", "--set", $"notify=http://{hook.LocalEndpoint}/note");

        Assert.True(said.Code == ExitCodes.Done, said.ToString());
        Assert.True(taken.IsCompleted);
        Assert.StartsWith("POST /note HTTP/1.1", await taken, StringComparison.Ordinal);
        Assert.Contains("sweep 'rehearsal' is finished: 4 completed; best loss ", Regex.Unescape(await taken));
    }

    [Fact]
    public async Task Failed_trials_give_exit_code_1_and_finish_the_rest()
    {
        var said = await SweepProcess.Sweep(folder, "run", "rehearsal.yaml", "--set", "retries=0", "--workers", "2");

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.Contains("! 2 trials failed: 'sweep show rehearsal/1' says why", said.Error);
    }

    [Fact]
    public async Task Background_run_outlives_its_parent_refuses_a_second_one_and_ends_when_cancelled()
    {
        var started = await SweepProcess.Sweep(folder, "run", "rehearsal.yaml", "--set", "parameters.epoch_seconds=60", "--detach");
        var second = await SweepProcess.Sweep(folder, "resume", "rehearsal");
        var listed = await SweepProcess.Sweep(folder, "ls", "--format", "csv");
        var cancelled = await SweepProcess.Sweep(folder, "cancel", "rehearsal");

        Assert.True(started.Code == ExitCodes.Done, started.ToString());
        Assert.Contains("runs in the background as process", started.Error);
        Assert.Equal(ExitCodes.BadInput, second.Code);
        Assert.Contains("is running already, in process", second.Error);
        Assert.Contains("rehearsal,running,", listed.Out);
        Assert.Equal(ExitCodes.Done, cancelled.Code);
        await NoLongerRuns();
    }

    [Fact]
    public async Task Background_run_is_watched_and_paused_by_the_ledger_alone()
    {
        var started = await SweepProcess.Sweep(
            folder, "run", "rehearsal.yaml", "--set", "parameters.epoch_seconds=0.5", "--workers", "4", "--detach", "--db", "r.db");
        var paused = await SweepProcess.Sweep(folder, "pause", "rehearsal", "--db", "r.db");
        var again = await SweepProcess.Sweep(folder, "pause", "rehearsal", "--db", "r.db");
        await SweepProcess.Sweep(folder, "resume", "rehearsal", "--workers", "4", "--detach", "--db", "r.db");
        var watched = await SweepProcess.Sweep(folder, "watch", "rehearsal", "--db", "r.db");

        Assert.Contains("sweep pause rehearsal --db r.db", started.Error);
        Assert.True(paused.Code == ExitCodes.Done, paused.ToString());
        Assert.Matches("sweep 'rehearsal' is paused: [0-4] of 4 trials done; 'sweep resume rehearsal --db r.db' goes on", paused.Error);
        Assert.Contains("is interrupted already; nothing to pause", again.Error);
        Assert.True(watched.Code == ExitCodes.Done, watched.ToString());
        Assert.Contains("4 of 4 trials", watched.Error);
        Assert.Matches(@"^rank  x    fail +loss  trials", watched.Out);
    }

    [Fact]
    public async Task Worker_probe_tells_of_libtorch_in_one_json_line()
    {
        var said = await SweepProcess.Sweep(folder, "worker", "--probe");

        Assert.Equal(ExitCodes.Done, said.Code);
        Assert.StartsWith("{\"problem\":null,\"version\":\"", said.Out);
    }

    [Fact]
    public async Task Missing_libtorch_is_a_problem_with_a_way_out_not_a_crash()
    {
        var said = await SweepProcess.Run(SweepProcess.Executable, folder,
            new Dictionary<string, string> { ["SWEEP_LIBTORCH"] = folder, ["SWEEP_DATA"] = folder }, "doctor");

        Assert.Equal(ExitCodes.Failed, said.Code);
        Assert.Contains("libtorch     problem", said.Out);
        Assert.Contains(folder, said.Out);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task NoLongerRuns()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (RunningSweeps.Contains(Path.Combine(folder, "sweep.db"), "rehearsal")) await Task.Delay(50, limit.Token);
    }

    /// <summary>The first request of a caller, who is thanked for it.</summary>
    private static async Task<string> Taken(TcpListener hook)
    {
        var cancel = TestContext.Current.CancellationToken;
        using var caller = await hook.AcceptTcpClientAsync(cancel);
        await using var stream = caller.GetStream();
        var (text, buffer) = ("", new byte[4096]);
        while (!text.EndsWith('}')) text += Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, cancel));
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), cancel);
        return text;
    }
}
