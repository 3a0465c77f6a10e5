using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>The process between a worker and a program, in a session of its own: it adopts whatever the program orphans, and when the
/// program ends, or the worker is gone (killed with SIGKILL, and the node with it), it kills everything below itself. The worker does the
/// same when the guard is killed.</summary>
public static class ProgramGuard
{
    /// <summary>First word of its command line.</summary>
    public const string Name = "guard";

    private const int NotFound = 127;
    private const int BadInput = 2;
    private const string MarkVariable = "SWEEP_GUARD";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    /// <summary>Words that start a guard, before the worker's process id and the program's command line; empty = none.</summary>
    internal static IReadOnlyList<string> Command { get; } = OperatingSystem.IsLinux() && Environment.ProcessPath is { } path
        ? Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, Environment.GetCommandLineArgs()[0], Name] : [path, Name]
        : [];

    /// <summary>How a guard is known among all processes: the end of this variable is in its environment, not in the program's.</summary>
    internal static ReadOnlySpan<byte> Mark => "SWEEP_GUARD=1\0"u8;

    /// <summary>Runs a program and ends what it leaves behind.</summary>
    /// <param name="arguments">The worker's process id, then the program's command line.</param>
    /// <returns>Exit code of the program; 128 + signal number when a signal ended it.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments.Length < 2 || !int.TryParse(arguments[0], out var worker))
        {
            Console.Error.WriteLine("'sweep guard' is started by workers, with a process id and a command line; to run a program, name " +
                "it in a sweep file (docs/worker-protocol.md)");
            return BadInput;
        }

        // The worker's process group is killed as a whole, and whoever clears up behind it must not be in it.
        _ = setsid();
        ChildProcesses.AdoptOrphans();
        using var wish = new EndWish();
        using var interrupt = On(PosixSignal.SIGINT, () => { });
        using var hangUp = On(PosixSignal.SIGHUP, () => { });
        using var terminate = On(PosixSignal.SIGTERM, wish.Grant);
        if (getppid() != worker) return 0;
        using var program = Start(arguments[1..]);
        return program is null ? NotFound : Attend(program, worker, wish);
    }

    /// <summary>Lets a process's environment tell that it is a guard.</summary>
    internal static void AddMark(IDictionary<string, string?> environment) => environment[MarkVariable] = "1";

    private static int Attend(Process program, int worker, EndWish wish)
    {
        LeaveStreams();
        wish.MayHaveMissed();
        var leftovers = Leftovers.BelowThisProcess(program.Id);
        while (!program.WaitForExit(LookEvery))
        {
            ChildProcesses.TakeEnds(own: program.Id);
            if (getppid() == worker) continue;
            _ = leftovers.Kill(KillLimit);
            return 0;
        }

        // A shell ends at once, and what it runs saves its work. The wish that ended the program may reach us after its end.
        if (ProcessExit.IsTerminate(program.ExitCode)) wish.WaitFor();
        using var pause = new ManualResetEventSlim();
        while (wish.LeavesTime && ChildProcesses.Any && getppid() == worker)
        {
            ChildProcesses.TakeEnds(own: program.Id);
            pause.Wait(Moment);
        }

        if (leftovers.Kill(KillLimit) is { Count: > 0 } left)
            Console.Error.WriteLine($"the program left processes behind that cannot be killed: {string.Join(", ", left)}; they run as " +
                "another user or hang in the kernel");
        return program.ExitCode;
    }

    private static Process? Start(ReadOnlySpan<string> command)
    {
        string[] line = [.. DeathSignal.Prefix, .. command];
        var info = new ProcessStartInfo(line[0], line[1..]);
        info.Environment.Remove(MarkVariable);
        try
        {
            return Process.Start(info);
        }
        catch (Win32Exception e)
        {
            Console.Error.WriteLine($"cannot start '{command[0]}': {e.Message}");
            return null;
        }
    }

    /// <summary>The program's input and output are its own: when it closes them, the worker must see that.</summary>
    private static void LeaveStreams()
    {
        using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        for (var stream = 0; stream <= 1; stream++) _ = dup2(nothing.DangerousGetHandle().ToInt32(), stream);
    }

    /// <summary>The signals of a terminal are not for us.</summary>
    private static PosixSignalRegistration On(PosixSignal signal, Action hear) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        hear();
    });

    [DllImport("libc", SetLastError = true)] private static extern int setsid();
    [DllImport("libc", SetLastError = true)] private static extern int getppid();
    [DllImport("libc", SetLastError = true)] private static extern int dup2(int descriptor, int copy);

    /// <summary>The wish (SIGTERM, mostly the worker's) that the program ends: passed on once to all below, which have a while.</summary>
    private sealed class EndWish : IDisposable
    {
        private static readonly TimeSpan Late = TimeSpan.FromSeconds(1);

        private readonly ManualResetEventSlim isHeard = new();
        private long heard;

        public bool LeavesTime => isHeard.IsSet && Stopwatch.GetElapsedTime(heard) < ProgramProcess.Grace;

        public void Grant()
        {
            if (Interlocked.CompareExchange(ref heard, Stopwatch.GetTimestamp(), 0) != 0) return;
            isHeard.Set();
            ProcessTree.TerminateBelow(Environment.ProcessId);
        }

        /// <summary>The program was just started: a wish that came before has not reached it.</summary>
        public void MayHaveMissed()
        {
            if (isHeard.IsSet) ProcessTree.TerminateBelow(Environment.ProcessId);
        }

        public void WaitFor() => isHeard.Wait(Late);

        public void Dispose() => isHeard.Dispose();
    }
}
