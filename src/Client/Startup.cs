using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Experiments.BuiltIn;
using Sweep.Experiments.Output;
using ProgramGuard = Sweep.Experiments.Programs.ProgramGuard;

namespace Sweep.Client;

/// <summary>What the program does once it may.</summary>
internal static class Startup
{
    public static async Task<int> Run(string[] args)
    {
        // Before anything is opened that could take the place of a closed stream; for workers, too.
        StandardDescriptors.Open();
        var streams = StandardStreams.Take();
        ProcessSetup.IgnoreFileSizeSignal();
        // A worker and the guard of a program handle signals themselves, own the main thread, and are started often:
        // nothing of the command line comes before them.
        if (args is [WorkerHost.Verb, .. var words] && WorkerHost.Understands(words)) return WorkerHost.Run(words);
        if (args is [ProgramGuard.Name, .. var guarded]) return ProgramGuard.Run(guarded);

        ProcessSetup.SetHome();
        if (!HasFolder())
        {
#pragma warning disable RS0030 // Words of our own, before there is a context that has the streams.
            Console.Error.WriteLine(
                "sweep: the current folder does not exist any more, or cannot be read; change to another one and give the command again");
#pragma warning restore RS0030
            return ExitCodes.BadInput;
        }

        using var interrupts = new ProcessInterrupts();
        var context = CliContext.OfProcess(streams, interrupts.Requested);
        // What is thrown on a thread of its own reaches nobody, and the runtime aborts with a trace and a dump.
        AppDomain.CurrentDomain.UnhandledException += (_, raised) =>
            context.EndAtOnce(CommandLine.Report((Exception)raised.ExceptionObject, context));
        return await CommandLine.Run(args, context);
    }

    private static bool HasFolder()
    {
        try
        {
            return Environment.CurrentDirectory.Length > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
