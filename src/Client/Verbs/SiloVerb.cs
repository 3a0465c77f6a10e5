using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Nodes;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep silo</c>: one node of a cluster, until it is told to leave.</summary>
internal sealed class SiloVerb : IVerb
{
    public Command Build(CliContext context)
    {
        var command = new Command(
            "silo",
            "Runs one node of a cluster: offers this machine's slots, trains what it is given, and keeps the cluster going when others are lost. Ctrl-C or SIGTERM leaves in order.");
        var options = new SiloOptions(command);
        command.SetAction((parsed, _) => new SiloRun(context, options.Of(parsed, context)).Run());
        return command.Example(
            "sweep silo --cluster \"Host=db;Username=sweep;Database=sweep\" --bind 10.0.0.7",
            "sweep silo --cluster shared.db --name second --port 0 --gateway-port 0");
    }
}
