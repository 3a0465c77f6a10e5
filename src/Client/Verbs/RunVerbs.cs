using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Sessions;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep run FILE</c>: the main job.</summary>
internal static class RunVerb
{
    public static Command Build(CliContext context)
    {
        var (file, set, priority) = (SharedOptions.File(), SharedOptions.Set(), SharedOptions.Priority());
        var wandb = new Option<bool>("--wandb")
        {
            Description = "The program finds Sweep's stand-in for the Python module wandb: the same as 'wandb: stand-in' in the file.",
        };
        var command = new Command("run", "Trains every configuration of a sweep file, records the results and ranks them. The same file " +
            "again goes on where it stood.") { file, set, priority, wandb };
        var request = RunOptions.ForRun(command, context);
        command.SetAction((parsed, _) =>
        {
            var asked = request(parsed);
            var sets = Sets(parsed.GetValue(set)!, parsed.GetValue(priority), parsed.GetValue(wandb));
            var (spec, plan) = SweepInput.ReadSpec(context, parsed.GetValue(file)!, sets, runsHere: asked.Place.Cluster is null);
            return new SweepRun(context, asked).Run(spec, plan);
        });
        return command.Example(
            "sweep run sweeps/cells.yaml",
            "sweep run sweeps/cells.yaml --set name=quick --set parameters.epochs=3 --workers 1",
            "sweep run sweeps/cells.yaml --detach",
            "sweep run sweep.yaml --wandb",
            "sweep run sweeps/cells.yaml --cluster \"Host=db;Username=sweep\" --priority 10",
            "sweep run sweeps/cells.yaml --json | jq 'select(.type == \"result\")'");
    }

    /// <summary>An option of its own is the last word.</summary>
    private static string[] Sets(string[] sets, int? priority, bool wandb)
    {
        string[] priorities = priority is { } number ? [$"priority={number}"] : [];
        string[] standIns = wandb ? ["wandb=stand-in"] : [];
        return [.. sets, .. priorities, .. standIns];
    }
}

/// <summary><c>sweep resume NAME</c>: goes on with a sweep from the ledger alone.</summary>
internal static class ResumeVerb
{
    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var command = new Command(
            "resume", "Goes on with an interrupted sweep where it stood. Needs no file: the ledger keeps it.") { name };
        var request = RunOptions.ForRun(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(name)!, request(parsed)));
        return command.Example("sweep resume cells", "sweep resume cells --workers 1");
    }

    private static async Task<int> Run(CliContext context, string name, RunRequest request)
    {
        var row = await request.Place.Find(request.Place.Open(), name);
        var run = new SweepRun(context, request);
        if (request.Place.Cluster is not null) return await run.Resume(row);
        var (spec, plan) = SweepInput.ReadSpecAgain(context, row);
        return await run.Run(spec, plan);
    }
}

/// <summary><c>sweep watch NAME</c>: follows a sweep that runs elsewhere: in a cluster, or in another process of this machine.</summary>
internal static class WatchVerb
{
    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var command = new Command(
            "watch", "Shows a sweep while it runs elsewhere, then its ranking. Ctrl-C ends the watching, not the sweep.") { name };
        var request = RunOptions.ForWatch(command, context);
        command.SetAction((parsed, _) => new SweepRun(context, request(parsed)).Watch(parsed.GetValue(name)!));
        return command.Example(
            "sweep watch cells", "sweep watch cells --db results/may.db", "sweep watch cells --cluster \"Host=db;Username=sweep\"");
    }
}
