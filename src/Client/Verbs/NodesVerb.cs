using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Ledger;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep nodes</c>: what a cluster consists of.</summary>
internal sealed class NodesVerb : IVerb
{
    public Command Build(CliContext context)
    {
        var (cluster, secret, format) = (ClusterChoice.Option(), ClusterChoice.SecretFileOption(), SharedOptions.Format());
        var command = new Command("nodes", "Lists the nodes of a cluster with their devices, slots and what runs on them.") { cluster, secret, format };
        var limit = SharedOptions.Limit(command, "Devices");
        command.SetAction((parsed, _) => Run(
            context,
            ClusterChoice.Require(context, parsed.GetValue(cluster)),
            parsed.GetValue(secret) is { } file ? context.Resolve(file) : null,
            parsed.GetValue(format),
            limit(parsed)));
        return command.Example("sweep nodes", "sweep nodes --cluster \"Host=db;Username=sweep\" --format json");
    }

    private static async Task<int> Run(CliContext context, LedgerAddress address, string? secretFile, OutputFormat format, RowLimit limit)
    {
        await using var session = await ClusterSession.Open(context, address, secretFile);
        IReadOnlyList<NodeView> nodes = [];
        await session.Calls.Ask(async () => nodes = await session.Broker.ListNodes(), context.Interrupted);
        var devices = NodeTable.Of(nodes, context.Time);
        Listing.Write(devices.Streamed, devices.Rows.Count, format, limit, context);
        foreach (var line in NodeTable.Warnings(nodes)) context.Error.WriteLine(line);
        return ExitCodes.Done;
    }
}
