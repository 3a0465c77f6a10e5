using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Hosting;
using Sweep.Client.Results;
using Sweep.Client.Running;
using Sweep.Reports.Parameters;
using Sweep.Reports.Progress;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep watch NAME</c>: follows a sweep that runs elsewhere: in a cluster, or in another process of this machine.</summary>
internal sealed class WatchVerb : IVerb
{
    public Command Build(CliContext context)
    {
        var (name, db, cluster, secret) = (SharedOptions.SweepName(), SharedOptions.Db(), ClusterChoice.Option(), ClusterChoice.SecretFileOption());
        var (format, json, quiet) = (SharedOptions.Format(), SharedOptions.Json(), SharedOptions.Quiet());
        var command = new Command("watch", "Shows a sweep while it runs elsewhere, then its ranking. Ctrl-C ends the watching, not the sweep.") { name, db, cluster, secret, format, json, quiet };
        command.SetAction((parsed, _) =>
        {
            RunOptions.RefuseTwoOutputs(parsed, json, format, quiet);
            var address = ClusterChoice.FindUnless(parsed, db, context, parsed.GetValue(cluster));
            var request = new RunRequest
            {
                Db = parsed.GetValue(db)!,
                SecretFile = parsed.GetValue(secret) is { } file ? context.Resolve(file) : null,
                Format = parsed.GetValue(format),
                Json = parsed.GetValue(json),
                Quiet = parsed.GetValue(quiet),
            };
            return address is not null ? new ClusterRun(context, request, address).Watch(parsed.GetValue(name)!) : Here(context, request, parsed.GetValue(name)!);
        });
        return command.Example("sweep watch cells", "sweep watch cells --db results/may.db", "sweep watch cells --cluster \"Host=db;Username=sweep\"");
    }

    private static async Task<int> Here(CliContext context, RunRequest request, string name)
    {
        var path = context.Resolve(request.Db);
        var ledger = Ledgers.Reader(path);
        var row = await SweepFinder.Find(ledger, name, path, Hints.On(context, request.Db));
        var ending = new RunEnding(context, request, path, name);
        if (row.IsOver) return await ending.AlreadyOver(row);
        var (_, plan) = SweepInput.ReadAgain(context, row);
        var began = context.Time.GetTimestamp();
        var views = new ProgressViewBuilder(name, row.Metric, VaryingParameters.Of(plan.Trials.Select(t => t.Config)), new WorkLeft(plan.Trials, await ledger.RecordedEpochSeconds()));
        var last = await context.Orderly.Do(() => Displays.With(
            context, request, display => new LedgerWatch(ledger, path, name, display, views, context.Time).UntilOver(context.Interrupted)));
        return last is null ? Left(context, request, path, name) : await ending.After(last, context.Time.GetElapsedTime(began));
    }

    private static int Left(CliContext context, RunRequest request, string path, string name)
    {
        context.Error.WriteLine($"detached: sweep '{name}' goes on{(RunningSweeps.Owner(path, name) is { } owner ? $" in {owner}" : "")}; '{Hints.Command(context, $"pause {name}", request.Db)}' pauses it");
        return ExitCodes.Interrupted;
    }
}
