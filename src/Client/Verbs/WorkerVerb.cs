using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Hosting;
using Sweep.Experiments.BuiltIn;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep worker</c>, hidden: the process that trains, driven over its standard streams (docs/worker-protocol.md).</summary>
internal sealed class WorkerVerb : IVerb
{
    public const string Name = "worker";

    public Command Build(CliContext context)
    {
        var probe = new Option<bool>("--probe") { Description = "Prints as JSON which libtorch and devices a worker finds, and ends." };
        var command = new Command(Name, "Trains what it is told on standard input; nodes start it. See docs/worker-protocol.md.") { probe };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            if (!parsed.GetValue(probe)) return WorkerHost.Run();
            LibtorchProbing.Print(context.Out);
            return ExitCodes.Done;
        });
        return command.Example("echo '{\"type\":\"start\", ...}' | sweep worker");
    }
}
