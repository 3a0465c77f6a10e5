using System.Runtime.InteropServices;

namespace Sweep.Experiments.Worker;

/// <summary>Process groups of the operating system: a worker leads its own, so that all it ever started can be ended with it.</summary>
public static class ProcessGroup
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int Myself = 0;

    /// <summary>True when this process leads its group: everyone else in it was started by this process or its children.</summary>
    public static bool IsLeader => !OperatingSystem.IsWindows() && getpgid(Myself) == Environment.ProcessId;

    /// <summary>Kills every process of the group that <paramref name="leader"/> led, also when the leader itself is dead already.</summary>
    /// <param name="leader">Process id of the leader.</param>
    /// <returns>False when there is no such group.</returns>
    public static bool Kill(int leader) =>
        leader > 1 && !OperatingSystem.IsWindows() && kill(-leader, SigKill) == 0;

    /// <summary>Kills this process and everyone in the group it leads; does nothing when it leads none.</summary>
    public static void KillOwn()
    {
        if (IsLeader) _ = kill(Myself, SigKill);
    }

    /// <summary>Kills one process.</summary>
    /// <param name="process">Process id.</param>
    public static void KillOne(int process)
    {
        if (process > 1 && !OperatingSystem.IsWindows()) _ = kill(process, SigKill);
    }

    /// <summary>Asks one process to end.</summary>
    /// <param name="process">Process id.</param>
    public static void Terminate(int process)
    {
        if (process > 1 && !OperatingSystem.IsWindows()) _ = kill(process, SigTerm);
    }

    [DllImport("libc", SetLastError = true)] private static extern int kill(int process, int signal);
    [DllImport("libc", SetLastError = true)] private static extern int getpgid(int process);
}
