using System.Runtime.InteropServices;
using System.Text;
using Sweep.Experiments.Assemblies;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Data;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.BuiltIn;

/// <summary>The body of the hidden verb <c>sweep worker</c>: a <see cref="WorkerLoop"/> on this process's standard streams.</summary>
public static class WorkerHost
{
    /// <summary>The verb.</summary>
    public const string Verb = "worker";

    /// <summary>Names an assembly whose experiments the worker runs beside the built-in ones; may be given again.</summary>
    public const string ExperimentsOption = "--experiments";

    private const int BadInput = 2;

    /// <summary>True when the arguments behind the verb are <see cref="ExperimentsOption"/> with a value each, or none.</summary>
    public static bool Understands(IReadOnlyList<string> args) =>
        args.Count % 2 == 0 && args.Where((_, i) => i % 2 == 0).All(word => word == ExperimentsOption);

    /// <summary>Serves with the experiments of this build and of assemblies.</summary>
    /// <param name="args">Arguments behind the verb, which it understands.</param>
    /// <inheritdoc cref="Run(IReadOnlyList{Experiment})" path="/returns"/>
    public static int Run(IReadOnlyList<string> args)
    {
        if (args.Count == 0) return Run();
        try
        {
            var own = args.Where((_, i) => i % 2 == 1).SelectMany(ExperimentAssembly.Load);
            return Run([.. BuiltInExperiments.All(Corpora()), .. own]);
        }
        catch (ExperimentAssemblyException e)
        {
#pragma warning disable RS0030 // A worker's own words; its node keeps them.
            Console.Error.WriteLine(e.Message);
#pragma warning restore RS0030
            return BadInput;
        }
    }

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
            Experiments = experiments ?? BuiltInExperiments.All(Corpora()),
            Die = ProcessEnd.AtOnce,
            Log = Console.Error,
            Program = $"sweep {Machine.SweepVersion}",
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

#pragma warning disable RS0030 // A worker's own words; its node keeps them.
    private static CorpusCatalog Corpora() => BuiltInExperiments.Corpora(waits: Console.Error.WriteLine);
#pragma warning restore RS0030
}
