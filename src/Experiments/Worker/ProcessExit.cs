namespace Sweep.Experiments.Worker;

/// <summary>Exit codes of processes in words.</summary>
public static class ProcessExit
{
    /// <summary>Exit codes above this one tell the signal that ended a process.</summary>
    private const int SignalBase = 128;

    private const int Kill = 9;
    private const int Term = 15;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [6] = "SIGABRT",
        [7] = "SIGBUS",
        [8] = "SIGFPE",
        [Kill] = "SIGKILL",
        [11] = "SIGSEGV",
        [13] = "SIGPIPE",
        [Term] = "SIGTERM",
        [24] = "SIGXCPU",
    };

    /// <summary><c>exited with code 3</c> or <c>was ended by SIGSEGV</c>.</summary>
    public static string Describe(int code) => Signal(code) is { } signal ? $"was ended by {signal}" : $"exited with code {code}";

    /// <summary>True when SIGKILL ended it: the kernel does so when memory is exhausted.</summary>
    public static bool IsKill(int code) => code == SignalBase + Kill;

    /// <summary>True when SIGTERM ended it: somebody asked it to leave.</summary>
    public static bool IsTerminate(int code) => code == SignalBase + Term;

    /// <summary>Name of the signal that ended it; null when it exited by itself.</summary>
    public static string? Signal(int code) => code > SignalBase ? Signals.GetValueOrDefault(code - SignalBase) : null;
}
