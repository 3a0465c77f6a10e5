using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Sessions;
using Sweep.Contracts.Rows;
using Sweep.Reports.Text;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep pause NAME</c>: running trials save a checkpoint and end, wherever the sweep runs; nothing is lost.</summary>
internal static class PauseVerb
{
    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var command = new Command(
            "pause", "Pauses a sweep: running trials save a checkpoint and give their slots back; 'resume' goes on.") { name };
        var request = RunOptions.ForControl(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(name)!, request(parsed)));
        return command.Example(
            "sweep pause cells", "sweep pause cells --db results/may.db", "sweep pause cells --cluster \"Host=db;Username=sweep\"");
    }

    private static async Task Run(CliContext context, string name, RunRequest request)
    {
        var place = request.Place;
        var (ledger, before) = await place.OpenSweep(name);
        await using var session = before.IsOver ? null : await SweepSessions.Open(context, request, name);
        if (session is null || !place.IsRunning(before))
        {
            var goOn = before.IsOver ? "" : $"; '{place.Hint($"resume {name}")}' goes on";
            context.Error.WriteLine($"sweep '{name}' is {place.State(before)} already; nothing to pause{goOn}");
            return;
        }

        await session.Interrupt();
        var after = (await ledger.FindSweep(name))!;
        var done = $"{after.FinalTrials} of {Numbers.Plural(after.Trials, "trial")} done";
        context.Error.WriteLine(
            after.IsOver ? $"sweep '{name}' came to its end meanwhile: {done}"
            : place.IsRunning(after) ? $"sweep '{name}' is pausing: its running trials are saving a checkpoint"
            : $"sweep '{name}' is paused: {done}; '{place.Hint($"resume {name}")}' goes on");
    }
}

/// <summary><c>sweep cancel NAME</c>: ends a sweep for good, wherever it runs.</summary>
internal static class CancelVerb
{
    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var command = new Command(
            "cancel", "Ends a sweep for good: running and planned trials become cancelled, results so far are kept.") { name };
        var request = RunOptions.ForControl(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(name)!, request(parsed)));
        return command.Example("sweep cancel cells", "sweep cancel cells --cluster \"Host=db;Username=sweep\"");
    }

    private static async Task Run(CliContext context, string name, RunRequest request)
    {
        var place = request.Place;
        var (ledger, before) = await place.OpenSweep(name);
        if (before.IsOver)
        {
            context.Error.WriteLine($"sweep '{name}' is {place.State(before)} already; nothing to cancel");
            return;
        }

        await using var session = await SweepSessions.Open(context, request, name);
        await session.Cancel();
        var after = (await ledger.FindSweep(name))!;
        var cancelled = Numbers.Plural(after.Trials - before.FinalTrials, "trial");
        context.Error.WriteLine(after.Status == SweepStatus.Cancelled
            ? $"sweep '{name}' is cancelled: {cancelled} will not run; '{place.Hint($"top {name}")}' shows the results so far"
            : $"sweep '{name}' is being cancelled: its running trials are ending");
    }
}
