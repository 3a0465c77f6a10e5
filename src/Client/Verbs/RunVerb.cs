using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Running;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep run FILE</c>: the main job.</summary>
internal sealed class RunVerb : IVerb
{
    public Command Build(CliContext context)
    {
        var (file, set, priority) = (SharedOptions.File(), SharedOptions.Set(), SharedOptions.Priority());
        var command = new Command("run", "Trains every configuration of a sweep file, records the results and ranks them. The same file again goes on where it stood.") { file, set, priority };
        var options = new RunOptions(command);
        command.SetAction((parsed, _) =>
        {
            var request = options.Of(parsed, context);
            var (spec, plan) = SweepInput.ReadSpec(context, parsed.GetValue(file)!, Sets(parsed.GetValue(set)!, parsed.GetValue(priority)));
            return request.Cluster is { } cluster
                ? new ClusterRun(context, request, cluster).Submit(spec, plan())
                : new SweepRun(context, request).Run(spec, plan);
        });
        return command.Example(
            "sweep run sweeps/cells.yaml",
            "sweep run sweeps/cells.yaml --set name=quick --set parameters.epochs=3 --workers 1",
            "sweep run sweeps/cells.yaml --detach",
            "sweep run sweeps/cells.yaml --cluster \"Host=db;Username=sweep\" --priority 10",
            "sweep run sweeps/cells.yaml --json | jq 'select(.type == \"result\")'");
    }

    /// <summary>An option of its own is the last word.</summary>
    private static string[] Sets(string[] sets, int? priority) => priority is { } number ? [.. sets, $"priority={number}"] : sets;
}
