using System.Runtime.InteropServices;

namespace Sweep.Experiments.Worker;

/// <summary>Process groups of the operating system: a worker leads its own, so that all it ever started can be ended with it.</summary>
public static class ProcessGroup
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int Myself = 0;

    /// <summary>Kills every process of the group that <paramref name="leader"/> led, also when the leader itself is dead already.</summary>
    /// <returns>False when there is no such group.</returns>
    public static bool Kill(int leader) => leader > 1 && !OperatingSystem.IsWindows() && kill(-leader, SigKill) == 0;

    /// <summary>Kills this process and everyone in the group it leads (who was started by it or its children), if it leads one.</summary>
    public static void KillOwn()
    {
        if (!OperatingSystem.IsWindows() && getpgid(Myself) == Environment.ProcessId) _ = kill(Myself, SigKill);
    }

    /// <summary>Kills one process, by its id.</summary>
    public static void KillOne(int process) => Send(process, SigKill);

    /// <summary>Asks one process to end, by its id.</summary>
    public static void Terminate(int process) => Send(process, SigTerm);

    private static void Send(int process, int signal)
    {
        if (process > 1 && !OperatingSystem.IsWindows()) _ = kill(process, signal);
    }

    [DllImport("libc", SetLastError = true)] private static extern int kill(int process, int signal);
    [DllImport("libc", SetLastError = true)] private static extern int getpgid(int process);
}
