using System.Diagnostics;

namespace Sweep.Cluster.Tests;

/// <summary>
/// Promise: nothing that a program started outlives its trial, whatever session or group it moved to and whatever it holds open, and
/// nothing of it keeps <c>sweep run</c> from its end. What a program leaves here would live for five minutes,
/// so an end that waits for it is seen at once.
/// </summary>
public sealed class LeftoverTests
{
    private const string Inherits = "setsid sleep $mark &";
    private const string ClosesAll = "setsid sleep $mark < /dev/null > /dev/null 2>&1 &";
    private const string ForksTwice = "( setsid sh -c 'sleep '$mark' & sleep '$mark' &' & ) &";
    private const string ClearsItsEnvironment = "env -i setsid sleep $mark &";
    private const string IgnoresSignals = "setsid sh -c 'trap \"\" TERM INT HUP; sleep '$mark' & wait' &";

    /// <summary>Each process starts the next one and ends: no process id is alive for more than moments.
    /// The script goes with the folder, and the chain with it.</summary>
    private const string IsAlwaysAnother = "setsid sh chain.sh $mark > /dev/null 2>&1 &";

    private const string All = $"{Inherits}\n{ClosesAll}\n{ForksTwice}\n{ClearsItsEnvironment}\n{IgnoresSignals}\n";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(Inherits)]
    [InlineData(ClosesAll)]
    [InlineData(ForksTwice)]
    [InlineData(ClearsItsEnvironment)]
    [InlineData(IgnoresSignals)]
    [InlineData(IsAlwaysAnother)]
    public async Task What_a_program_leaves_behind_ends_with_its_trial_and_run_prints_its_table(string leave)
    {
        using var workspace = new Workspace();
        var mark = NewMark();
        var file = Sweep(workspace, $"mark={mark}\n{leave}\necho '{{\"loss\": 1}}'");
        var watch = Stopwatch.StartNew();

        var (code, output, errors) = await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "1");

        Assert.True(code == 0, errors);
        Assert.Contains("rank", output);
        Assert.Equal(2, workspace.Count("SELECT count(*) FROM trials WHERE status = 'completed'"));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        await NothingIsLeft(mark);
    }

    [Theory]
    [InlineData(Victim.Run)]
    [InlineData(Victim.Worker)]
    [InlineData(Victim.Both)]
    public async Task SIGKILL_of_what_is_above_a_program_leaves_nothing_of_it(Victim victim)
    {
        using var workspace = new Workspace();
        var mark = NewMark();
        using var run = await Running(workspace, mark);
        var workers = SweepProgram.WorkersOf(run.Pid);

        if (victim is Victim.Run or Victim.Both) run.Kill();
        if (victim is Victim.Worker or Victim.Both) foreach (var worker in workers) SweepProgram.Signal(worker, 9);

        Assert.NotEmpty(workers);
        await NothingIsLeft(mark);
        if (victim == Victim.Worker) Assert.Equal(1, await run.Exit());
    }

    /// <summary>With both keepers dead, the node finds by the worker's token what has not cleared its environment.</summary>
    [Theory]
    [InlineData(false, All)]
    [InlineData(true, $"{Inherits}\n{ClosesAll}\n{ForksTwice}\n{IgnoresSignals}\n")]
    public async Task SIGKILL_of_the_guard_leaves_nothing_either(bool andWorker, string leave)
    {
        using var workspace = new Workspace();
        var mark = NewMark();
        using var run = await Running(workspace, mark, leave);
        var guard = Assert.Single(Processes("guard"), pid => SweepProgram.WorkersOf(run.Pid).Contains(Parent(pid)));

        foreach (var worker in andWorker ? SweepProgram.WorkersOf(run.Pid) : []) SweepProgram.Signal(worker, 9);
        SweepProgram.Signal(guard, 9);

        Assert.Equal(1, await run.Exit());
        await NothingIsLeft(mark);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task An_interrupt_ends_everything_a_program_started(int signal)
    {
        using var workspace = new Workspace();
        var mark = NewMark();
        using var run = await Running(workspace, mark);

        SweepProgram.Signal(run.Pid, signal);

        Assert.Equal(130, await run.Exit());
        await NothingIsLeft(mark);
    }

    [Fact]
    public async Task An_interrupt_lets_what_a_program_started_save_its_work()
    {
        using var workspace = new Workspace();
        workspace.Write("child.sh", $"trap 'sleep 1; touch saved; exit 0' TERM\n{WaitsFor("never")}\n");
        using var run = SweepProgram.Start(workspace.Folder, "run", Sweep(workspace, "sh child.sh &\nwait"), "--workers", "1");
        Assert.True(await run.Until(() => File.Exists(Path.Combine(workspace.Folder, "up"))), run.Errors);

        run.Interrupt();

        Assert.Equal(130, await run.Exit());
        Assert.True(File.Exists(Path.Combine(workspace.Folder, "saved")), "it was killed before it had saved its work");
    }

    /// <summary>A stranger is no descendant of the program, but was handed a pipe of it.</summary>
    [Theory]
    [InlineData("worker", 2)]
    [InlineData("program.sh", 1)]
    [InlineData("program.sh", 0)]
    public async Task A_stranger_that_holds_a_pipe_lives_on_and_delays_no_end(string holder, int pipe)
    {
        using var workspace = new Workspace();
        var mark = NewMark();
        using var run =
            SweepProgram.Start(workspace.Folder, "run", Sweep(workspace, WaitsFor("go") + "\necho '{\"loss\": 1}'"), "--workers", "1");
        Assert.True(await run.Until(() => File.Exists(Path.Combine(workspace.Folder, "up"))), run.Errors);
        var held = Processes(holder).First(pid => IsBelow(pid, run.Pid) && !Words(pid).Contains("guard"));
        using var stranger = SweepProgram.StartCommand(
            workspace.Folder, ["sh", "-c", $"exec 9{(pipe == 0 ? "<" : ">")}/proc/{held}/fd/{pipe}; touch held; exec sleep {mark}"]);
        Assert.True(await stranger.Until(() => File.Exists(Path.Combine(workspace.Folder, "held"))), stranger.Errors);
        var watch = Stopwatch.StartNew();

        workspace.Write("go", "");

        Assert.True(await run.Exit() == 0, run.Errors);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        Assert.Contains("rank", run.Output);
        Assert.True(SweepProgram.IsAlive(stranger.Pid), "a process that no trial started was killed");
    }

    /// <summary>A batch system copies the environment of who submits a job: it has the token, and is nobody's child.</summary>
    [Fact]
    public async Task Who_was_handed_a_copy_of_the_environment_is_no_leftover()
    {
        using var workspace = new Workspace();
        var (mark, copied) = (NewMark(), NewMark());
        using var run = await Running(workspace, mark);
        var worker = SweepProgram.WorkersOf(run.Pid)[0];
        var token = File.ReadAllText($"/proc/{worker}/environ").Split('\0')
            .Single(v => v.StartsWith("SWEEP_WORKER_TOKEN=", StringComparison.Ordinal));
        using var batch = SweepProgram.StartCommand(workspace.Folder, ["sh", "-c", $"{token} sleep {copied} & wait"]);
        Assert.True(await batch.Until(() => Processes(copied).Count > 1), batch.Errors);

        SweepProgram.Signal(worker, 9);

        Assert.Equal(1, await run.Exit());
        await NothingIsLeft(mark);
        var job = Assert.Single(Processes(copied), pid => Parent(pid) == batch.Pid);
        SweepProgram.Signal(job, 9);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" >&2")]
    public async Task A_gigabyte_without_a_line_break_takes_no_memory(string stream)
    {
        const int most = 400_000;
        using var workspace = new Workspace();
        var file = Sweep(workspace, $$"""
            parent() { sed -n 's/^PPid:[^0-9]*//p' /proc/$1/status; }
            peak() { sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' /proc/$1/status; }
            head -c 1073741824 /dev/zero | tr '\0' x{{stream}}
            echo
            worker=$(parent $PPID)
            echo "{\"loss\": 1, \"worker\": $(peak $worker), \"node\": $(peak $(parent $worker))}"
            """, trials: 1);

        var (code, _, errors) = await SweepProgram.Run(workspace.Folder, "run", file, "--workers", "1");

        Assert.True(code == 0, errors);
        Assert.InRange(workspace.Count("SELECT cast(json_extract(metrics, '$.worker') AS INTEGER) FROM epochs"), 1, most);
        Assert.InRange(workspace.Count("SELECT cast(json_extract(metrics, '$.node') AS INTEGER) FROM epochs"), 1, most);
    }

    /// <summary>A run whose one program has started everything of the kind and waits.</summary>
    private static async Task<SweepProgram> Running(Workspace workspace, string mark, string leave = All)
    {
        var run = SweepProgram.Start(
            workspace.Folder, "run", Sweep(workspace, $"mark={mark}\n{leave}\n{WaitsFor("never")}", trials: 1), "--workers", "1");
        Assert.True(await run.Until(() => File.Exists(Path.Combine(workspace.Folder, "up"))), run.Errors);
        await Eventually.Holds(() => Processes(mark).Count >= leave.Split("sleep").Length - 1, "the program did not start what it should");
        return run;
    }

    private static string WaitsFor(string file) => $"touch up\nwhile [ ! -e {file} ]; do sleep 0.05; done";

    private static string Sweep(Workspace workspace, string script, int trials = 2)
    {
        workspace.Write("program.sh", script + "\n");
        workspace.Write("chain.sh", "sh chain.sh \"$@\" &\n");
        return workspace.Write("left.yaml", $$"""
            name: left
            method: grid
            retries: 0
            metric: {name: loss, goal: minimize}
            command: [sh, program.sh]
            parameters: {a: [{{string.Join(", ", Enumerable.Range(1, trials))}}]}
            """);
    }

    /// <summary>An argument of <c>sleep</c> that nobody else on this machine uses.</summary>
    private static string NewMark() => $"300.{Guid.NewGuid().GetHashCode() & int.MaxValue:D10}";

    private static Task NothingIsLeft(string mark) =>
        Eventually.Holds(() => Processes(mark).Count == 0, "something that the program started outlived it");

    private static List<int> Processes(string word) =>
        [.. Directory.GetDirectories("/proc").Select(f => int.TryParse(Path.GetFileName(f), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Words(pid).Contains(word) && SweepProgram.IsAlive(pid))];

    private static string[] Words(int pid) => Read(pid, "cmdline").Split('\0', ' ');

    private static bool IsBelow(int pid, int above) => pid == above || (pid > 1 && IsBelow(Parent(pid), above));

    private static int Parent(int pid) =>
        Read(pid, "stat") is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1]) : 0;

    private static string Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
