using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Rendering;
using Sweep.Client.Results;
using Sweep.Client.Sessions;
using Sweep.Experiments.Specs;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep run FILE</c>: the main job.</summary>
internal static class RunVerb
{
    public static Command Build(CliContext context)
    {
        var (file, set) = (SharedOptions.File(), SharedOptions.Set());
        var priority = SharedOptions.Whole(
            "--priority", "n", "In a cluster: sweeps of a higher priority are served first, -100 to 100. Overrides 'priority' of the " +
                "sweep file. Default: what the file says, or 0.", -100, 100);
        var wandb = new Option<bool>("--wandb")
        {
            Description = "The program finds Sweep's stand-in for the Python module wandb: the same as 'wandb: stand-in' in the file.",
        };
        var name = SharedOptions.Text("--name", "new", "Runs the file under this name.");
        var replace = new Option<bool>("--replace")
        {
            Description = "Removes the sweep of that name first, with its results, checkpoints and output.",
        };
        var command = new Command("run", "Trains every configuration of a sweep file, records the results and ranks them. The same file " +
            "again goes on where it stood.") { file, set, name, replace, priority, wandb };
        var request = RunOptions.ForRun(command, context);
        command.SetAction(async (parsed, _) =>
        {
            var asked = request(parsed) with { Replace = parsed.GetValue(replace) };
            await PointToResume(context, asked.Place, parsed.GetValue(file)!);
            var sets = Sets(parsed.GetValue(set)!, parsed.GetValue(name), parsed.GetValue(priority), parsed.GetValue(wandb));
            var (spec, plan) = await SweepInput.ReadWarm(
                context, asked.Place, parsed.GetValue(file)!, sets, runsHere: asked.Place.Cluster is null, asked.Replace);
            return await new SweepRun(context, asked).Run(spec, plan);
        });
        return command.Example(
            "sweep run sweeps/cells.yaml",
            "sweep run sweeps/cells.yaml --set name=quick --set parameters.epochs=3 --workers 1",
            "sweep run sweeps/cells.yaml --name cells-again",
            "sweep run sweeps/cells.yaml --detach",
            "sweep run sweep.yaml --wandb",
            "sweep run sweeps/cells.yaml --cluster \"Host=db;Username=sweep\" --priority 10",
            "sweep run sweeps/cells.yaml --json | jq 'select(.type == \"result\")'");
    }

    /// <summary>An option of its own is the last word.</summary>
    /// <exception cref="UserException">Bad input: no name for a sweep.</exception>
    private static string[] Sets(string[] sets, string? name, int? priority, bool wandb)
    {
        if (name is not null && SweepName.Problem(name) is { } problem) throw UserException.BadInput($"--name: {problem}");
        if (name is not null) sets = [.. sets, $"name='{name}'"];
        if (priority is not null) sets = [.. sets, $"priority={priority}"];
        return wandb ? [.. sets, "wandb=stand-in"] : sets;
    }

    /// <summary>Somebody who gives the name of a sweep wants to go on with it.</summary>
    private static async Task PointToResume(CliContext context, LedgerPlace place, string file)
    {
        if (File.Exists(context.Resolve(file)) || !SweepName.IsProper(file)) return;
        if (place.OpenIfAny() is not { } ledger || await ledger.FindSweep(file) is null) return;
        throw UserException.BadInput(
            $"'{file}' is a sweep in {place.Display}, and 'run' takes a sweep file",
            $"  '{place.Hint($"resume {file}")}' goes on with it, '{place.Hint($"show {file} --yaml")}' shows its file");
    }
}

/// <summary><c>sweep resume NAME</c>: goes on with a sweep from the ledger alone.</summary>
internal static class ResumeVerb
{
    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var retryFailed = new Option<bool>("--retry-failed") { Description = "Runs the trials that failed again, with all their retries." };
        var trial = new Option<int[]>("--trial")
        {
            Description = "Runs this trial again, which failed, diverged or was cancelled; may be repeated.",
            HelpName = "n",
            DefaultValueFactory = _ => [],
            CustomParser = Numbers,
        };
        var command = new Command(
            "resume", "Goes on with an interrupted sweep where it stood. Needs no file: the ledger keeps it.") { name, retryFailed, trial };
        var request = RunOptions.ForRun(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(name)!, request(parsed) with
        {
            RetryFailed = parsed.GetValue(retryFailed),
            Retried = parsed.GetValue(trial)!,
        }));
        return command.Example(
            "sweep resume cells", "sweep resume cells --workers 1", "sweep resume cells --retry-failed", "sweep resume cells --trial 17");
    }

    private static int[] Numbers(ArgumentResult result)
    {
        var wrong = result.Tokens.Where(token => !int.TryParse(token.Value, NumberStyles.None, null, out _)).ToList();
        foreach (var token in wrong) result.AddError($"--trial expects the number of a trial, such as 17, found '{token.Value}'");
        return wrong.Count > 0 ? [] : [.. result.Tokens.Select(token => int.Parse(token.Value))];
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
        var plot = SharedOptions.Plot();
        command.Add(plot);
        command.SetAction(async (parsed, _) =>
        {
            var asked = request(parsed);
            CurvePlot.Check(parsed.GetValue(plot), asked.Json ? OutputFormat.Json : asked.Format);
            var code = await new SweepRun(context, asked).Watch(parsed.GetValue(name)!);
            if (!parsed.GetValue(plot) || context.Interrupted.IsCancellationRequested) return code;
            var (ledger, sweep) = await asked.Place.OpenSweep(parsed.GetValue(name)!);
            await CurvePlot.Write(context, ledger, sweep, options: null);
            return code;
        });
        return command.Example(
            "sweep watch cells", "sweep watch cells --db results/may.db", "sweep watch cells --cluster \"Host=db;Username=sweep\"");
    }
}
