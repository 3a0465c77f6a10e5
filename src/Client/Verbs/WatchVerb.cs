using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Running;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep watch NAME</c>: follows a sweep of a cluster.</summary>
internal sealed class WatchVerb : IVerb
{
    public Command Build(CliContext context)
    {
        var (name, cluster, secret) = (SharedOptions.SweepName(), ClusterChoice.Option(), ClusterChoice.SecretFileOption());
        var (format, json, quiet) = (SharedOptions.Format(), SharedOptions.Json(), SharedOptions.Quiet());
        var command = new Command("watch", "Shows a sweep of a cluster while it runs, then its ranking. Ctrl-C ends the watching, not the sweep.") { name, cluster, secret, format, json, quiet };
        command.SetAction((parsed, _) =>
        {
            RunOptions.RefuseTwoOutputs(parsed, json, format, quiet);
            var address = ClusterChoice.Require(context, parsed.GetValue(cluster));
            var request = new RunRequest
            {
                Db = Hints.StandardLedger,
                SecretFile = parsed.GetValue(secret) is { } file ? context.Resolve(file) : null,
                Format = parsed.GetValue(format),
                Json = parsed.GetValue(json),
                Quiet = parsed.GetValue(quiet),
            };
            return new ClusterRun(context, request, address).Watch(parsed.GetValue(name)!);
        });
        return command.Example("sweep watch cells", "sweep watch cells --cluster \"Host=db;Username=sweep\"");
    }
}
