using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.BuiltIn;

/// <summary>The body of the hidden verb <c>sweep worker</c>: a <see cref="WorkerLoop"/> on this process's standard streams.</summary>
public static class WorkerHost
{
    /// <summary>Serves until standard input closes. Call it on the main thread, before anything wrote to standard output.</summary>
    /// <param name="experiments">What this worker can run; null = all of this build.</param>
    /// <returns>Exit code of the process.</returns>
    public static int Run(IReadOnlyList<Experiment>? experiments = null)
    {
        using var output = new StreamWriter(ProtocolStream.Take(), new UTF8Encoding(false), 1 << 16);
        using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
        Console.SetOut(Console.Error);
        using var loop = new WorkerLoop(input, output, new WorkerParts
        {
            Experiments = experiments ?? BuiltInExperiments.All(BuiltInExperiments.Corpora()),
            Die = ProcessEnd.AtOnce,
            Log = Console.Error,
            Program =
                $"sweep {typeof(WorkerHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}",
        });
        // The terminal sends Ctrl-C to everyone; what it means for the trial is the node's decision.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            loop.Terminate();
        });
        return loop.Run();
    }
}
