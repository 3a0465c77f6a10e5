using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Client.Nodes;
using Sweep.Client.Results;
using Sweep.Experiments.BuiltIn;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep silo</c>: one node of a cluster, until it is told to leave.</summary>
internal static class SiloVerb
{
    public static Command Build(CliContext context)
    {
        var command = new Command(
            "silo",
            "Runs one node of a cluster: offers this machine's slots, trains what it is given, and keeps the cluster going when others " +
                "are lost. Ctrl-C or SIGTERM leaves in order.");
        var options = new SiloOptions(command);
        command.SetAction((parsed, _) => new SiloRun(context, options.Of(parsed, context)).Run());
        return command.Example(
            "sweep silo --cluster \"Host=db;Username=sweep;Database=sweep\" --bind 10.0.0.7",
            "sweep silo --cluster shared.db --name second --port 0 --gateway-port 0");
    }
}

/// <summary><c>sweep nodes</c>: what a cluster consists of.</summary>
internal static class NodesVerb
{
    public static Command Build(CliContext context)
    {
        var (cluster, secret, format) = (ClusterChoice.Option(), ClusterChoice.SecretFileOption(), SharedOptions.Format());
        var command = new Command(
            "nodes", "Lists the nodes of a cluster with their devices, slots and what runs on them.") { cluster, secret, format };
        var limit = SharedOptions.Limit(command, "Devices");
        command.SetAction(async (parsed, _) =>
        {
            var (address, rows) = (ClusterChoice.Require(context, parsed.GetValue(cluster)), limit(parsed));
            await using var connection = await ClusterConnection.Open(context, address, context.Resolve(parsed.GetValue(secret)));
            var nodes = await connection.ListNodes();
            var devices = NodeTable.Of(nodes, context.Time);
            Listing.Write(devices.Streamed, devices.Rows.Count, parsed.GetValue(format), rows, context);
            foreach (var slot in nodes.SelectMany(node => node.Offer.Quarantined))
                context.Error.WriteLine($"! slot {slot.Slot} is in quarantine until its node restarts: {slot.Reason}");
        });
        return command.Example("sweep nodes", "sweep nodes --cluster \"Host=db;Username=sweep\" --format json");
    }
}

/// <summary><c>sweep worker</c>, hidden: the process that trains, driven over its standard streams (docs/worker-protocol.md).</summary>
internal static class WorkerVerb
{
    public static Command Build(CliContext context)
    {
        var probe = new Option<bool>("--probe") { Description = "Prints as JSON which libtorch and devices a worker finds, and ends." };
        var experiments = SharedOptions.Experiments();
        var command = new Command(
            WorkerHost.Verb, "Trains what it is told on standard input; nodes start it. See docs/worker-protocol.md.")
        { probe, experiments };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var own = parsed.GetValue(experiments)!.SelectMany(path => new[] { WorkerHost.ExperimentsOption, context.Resolve(path) });
            if (!parsed.GetValue(probe)) return WorkerHost.Run([.. own]);
            LibtorchProbing.Print(context.Out);
            return ExitCodes.Done;
        });
        return command.Example("echo '{\"type\":\"start\", ...}' | sweep worker");
    }
}
