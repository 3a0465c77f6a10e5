using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Experiments.Worker;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep worker</c>, hidden: the process that trains, driven over its standard streams (docs/worker-protocol.md).</summary>
internal sealed class WorkerVerb : IVerb
{
    public const string Name = "worker";

    public Command Build(CliContext context)
    {
        var command = new Command(Name, "Trains what it is told on standard input; nodes start it. See docs/worker-protocol.md.") { Hidden = true };
        command.SetAction(_ => WorkerHost.Run());
        return command.Example("echo '{\"type\":\"start\", ...}' | sweep worker");
    }
}
