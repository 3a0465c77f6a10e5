using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Sweep.Cluster.Tests;

/// <summary>The real <c>sweep</c> executable in a folder of its own, with its output kept and its death at our command.</summary>
internal sealed class SweepProgram : IDisposable
{
    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "sweep");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly SemaphoreSlim line = new(0);

    private SweepProgram(Process process) => this.process = process;

    public int Pid => process.Id;

    public string Output { get { lock (output) return output.ToString(); } }

    public string Errors { get { lock (errors) return errors.ToString(); } }

    /// <summary>Starts the program; returns at once.</summary>
    public static SweepProgram Start(string folder, params string[] arguments) => StartCommand(folder, [Executable, .. arguments]);

    /// <summary>Starts the program with more environment variables; returns at once.</summary>
    public static SweepProgram Start(string folder, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments) =>
        StartCommand(folder, [Executable, .. arguments], environment);

    /// <summary>The program's command line inside another one, such as <c>ip netns exec</c>.</summary>
    public static IReadOnlyList<string> CommandLine(IReadOnlyList<string> wrapper, IReadOnlyList<string> arguments) =>
        [.. wrapper, Executable, .. arguments];

    /// <summary>Starts any command in which <c>{sweep}</c> stands for the executable.</summary>
    public static SweepProgram StartCommand(
        string folder, IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var info = new ProcessStartInfo(command[0].Replace("{sweep}", Executable))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1)) info.ArgumentList.Add(argument.Replace("{sweep}", Executable));
        info.Environment["SWEEP_DATA"] = Path.Combine(folder, "data");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) info.Environment[name] = value;

        var program = new SweepProgram(new Process { StartInfo = info });
        program.process.OutputDataReceived += (_, e) => program.Keep(program.output, e.Data);
        program.process.ErrorDataReceived += (_, e) => program.Keep(program.errors, e.Data);
        program.process.Start();
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<(int Code, string Output, string Errors)> Run(string folder, params string[] arguments)
    {
        using var program = Start(folder, arguments);
        var code = await program.Exit();
        return (code, program.Output, program.Errors);
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public async Task<int> Exit()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            throw new TimeoutException($"sweep did not end within {Limit}.\nstdout:\n{Output}\nstderr:\n{Errors}");
        }

        return process.ExitCode;
    }

    /// <summary>Waits until <paramref name="condition"/> holds; looked at after each line of output.
    /// False when the program ended first.</summary>
    public async Task<bool> Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            if (process.HasExited) return condition();
            await line.WaitAsync(TimeSpan.FromMilliseconds(20), limit.Token);
        }

        return true;
    }

    /// <summary>SIGKILL: no hook of the program runs.</summary>
    public void Kill() => Signal(Pid, 9);

    /// <summary>SIGINT, as Ctrl-C sends it.</summary>
    public void Interrupt() => Signal(Pid, 2);

    public void CloseInput() => process.StandardInput.Close();

    public StreamWriter Input => process.StandardInput;

    /// <summary>Sends a signal; a process that is already gone is fine.</summary>
    public static void Signal(int pid, int signal) => _ = kill(pid, signal);

    /// <summary>Live processes, children of <paramref name="pid"/> and theirs, that run <c>sweep worker</c>.</summary>
    public static IReadOnlyList<int> WorkersOf(int pid) => [.. Descendants(pid).Where(IsWorker)];

    /// <summary>Of these, those whose program was started from a folder.</summary>
    public static IReadOnlyList<int> WorkersOf(int pid, string folder) =>
        [.. WorkersOf(pid).Where(worker => Read($"/proc/{worker}/cmdline").StartsWith(folder, StringComparison.Ordinal))];

    /// <summary>Live processes, children of <paramref name="pid"/> and theirs.</summary>
    public static IReadOnlyList<int> ProgramsOf(int pid) => [.. Descendants(pid)];

    public static bool IsAlive(int pid) =>
        File.Exists($"/proc/{pid}/stat") && Read($"/proc/{pid}/stat") is { Length: > 0 } stat
            && stat[(stat.LastIndexOf(')') + 2)..][0] != 'Z';

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
        line.Dispose();
    }

    private static IEnumerable<int> Descendants(int pid)
    {
        foreach (var task in Directory.Exists($"/proc/{pid}/task") ? Directory.GetDirectories($"/proc/{pid}/task") : [])
        {
            foreach (var child in Read(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return int.Parse(child);
                foreach (var deeper in Descendants(int.Parse(child))) yield return deeper;
            }
        }
    }

    private static bool IsWorker(int pid) => Read($"/proc/{pid}/cmdline").Split('\0').Contains("worker");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }

    private void Keep(StringBuilder store, string? text)
    {
        if (text is null) return;
        lock (store) store.AppendLine(text);
        line.Release();
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int pid, int signal);
}
