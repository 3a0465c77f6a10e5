using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;
using Sweep.Client.Running;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep resume NAME</c>: goes on with a sweep from the ledger alone.</summary>
internal sealed class ResumeVerb : IVerb
{
    public Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var command = new Command("resume", "Goes on with an interrupted sweep where it stood. Needs no file: the ledger keeps it.") { name };
        var options = new RunOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var request = options.Of(parsed, context);
            if (request.Cluster is { } cluster) return await new ClusterRun(context, request, cluster).Resume(parsed.GetValue(name)!);
            var path = context.Resolve(request.Db);
            var row = await SweepFinder.Find(Ledgers.Reader(path), parsed.GetValue(name)!, path, Hints.On(context, request.Db));
            var (spec, plan) = SweepInput.ReadSpecAgain(context, row);
            return await new SweepRun(context, request).Run(spec, plan);
        });
        return command.Example("sweep resume cells", "sweep resume cells --workers 1");
    }
}
