namespace Sweep.Experiments.Worker.Programs;

/// <summary>How a program is made to die with its worker, even when the worker is killed with SIGKILL.</summary>
internal static class DeathSignal
{
    private const string Program = "/usr/bin/setpriv";

    /// <summary>Words before the program's own: setpriv (util-linux) asks the kernel for SIGKILL at the parent's death and then becomes the program. Empty where it is missing.</summary>
    public static IReadOnlyList<string> Prefix { get; } = OperatingSystem.IsLinux() && File.Exists(Program) ? [Program, "--pdeathsig", "KILL", "--"] : [];
}
