using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Experiments.Specs;
using Sweep.Reports.Text;
using Sweep.Search.Samplers;
using Sweep.Silo.Outcomes;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep replay NAME</c>: derives every decision of a sweep again, and compares.</summary>
internal static class ReplayVerb
{
    private const int Shown = 20;

    public static Command Build(CliContext context)
    {
        var name = new Argument<string>("name") { Description = "A sweep." };
        var command = new Command("replay", "Derives every decision of a sweep again from what it knew then, and compares. A difference " +
            "is an error. Writes nothing.") { name };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(context, place(parsed), parsed.GetValue(name)!));
        return command.Example("sweep replay search", "sweep replay search --cluster sweep.db");
    }

    private static async Task Run(CliContext context, LedgerPlace place, string name)
    {
        var (ledger, sweep) = await place.OpenSweep(name);
        // In this order, since a sweep may run on meanwhile: decisions about newer trials are left out, and events that none of them knew.
        var trials = await ledger.ListTrials(name);
        var numbers = trials.Select(trial => trial.Number).ToHashSet();
        var decisions = (await ledger.ListDecisions(name)).TakeWhile(decision => numbers.Contains(decision.Trial)).ToList();
        var events = await ledger.ListEvents(name);
        if (decisions.Count == 0)
        {
            context.Out.WriteLine($"{name}: nothing was decided after its submission, so there is nothing to derive again");
            return;
        }

        var spec = SweepInput.SpecAgain(context, sweep) with { Known = KnownObservations.Read(await ledger.FindKnown(name)) };
        var differences = await spec.Replay(trials, events, decisions, sweep.IsOver, () => ledger.ListMetric(name, spec.Goals));
        var log = $"{Numbers.Plural(decisions.Count, "decision")} over {Numbers.Plural(events.Count, "event")}";
        if (differences.Count == 0)
        {
            context.Out.WriteLine($"{name}: {log}: each follows from what it knew");
            return;
        }

        foreach (var difference in differences.Take(Shown)) context.Out.WriteLine($"{name}: {difference}");
        if (differences.Count > Shown) context.Out.WriteLine($"{name}: and {differences.Count - Shown} more differences");
        throw UserException.Failed(
            $"{name}: {log}: {Numbers.Plural(differences.Count, "difference")}. The log was written by another version of Sweep, " +
                "or was changed");
    }
}
