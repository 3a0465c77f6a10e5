using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Specs;
using Sweep.Reports.Text;

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

    private static async Task<int> Run(CliContext context, LedgerPlace place, string name)
    {
        var ledger = place.Open();
        var sweep = await place.Find(ledger, name);
        // In this order: what is decided after the events were read knows later ones.
        var decisions = await ledger.ListDecisions(name);
        var events = await ledger.ListEvents(name);
        var trials = (await ledger.ListTrials(name)).ToDictionary(trial => trial.Number, trial => trial.Plan.Config);
        if (decisions.Count == 0)
        {
            context.Out.WriteLine($"{name}: nothing was decided after its submission, so there is nothing to derive again");
            return ExitCodes.Done;
        }

        var differences = SweepInput.SpecAgain(context, sweep).Replay(trials, UpTo(events, decisions, sweep), decisions);
        var log = $"{Numbers.Plural(decisions.Count, "decision")} over {Numbers.Plural(events.Count, "event")}";
        if (differences.Count == 0)
        {
            context.Out.WriteLine($"{name}: {log}: each follows from what it knew");
            return ExitCodes.Done;
        }

        foreach (var difference in differences.Take(Shown)) context.Out.WriteLine($"{name}: {difference}");
        if (differences.Count > Shown) context.Out.WriteLine($"{name}: and {differences.Count - Shown} more differences");
        throw new UserException(
            ExitCodes.Failed,
            $"{name}: {log}: {Numbers.Plural(differences.Count, "difference")}. The log was written by another version of Sweep, " +
                "or was changed");
    }

    /// <summary>Of a sweep that runs, what the decisions that were read can know.</summary>
    private static IReadOnlyList<SweepEvent> UpTo(IReadOnlyList<SweepEvent> events, IReadOnlyList<Decision> decisions, SweepRow sweep) =>
        sweep.IsOver ? events : [.. events.TakeWhile(happened => happened.Number <= decisions.Max(decision => decision.Seen))];
}
