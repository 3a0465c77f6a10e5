using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Sessions;
using Sweep.Contracts.Rows;
using Sweep.Reports.Text;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep rm NAME</c>: removes sweeps with everything that was kept of them.</summary>
internal static class RmVerb
{
    public static Command Build(CliContext context)
    {
        var names = new Argument<string[]>("name") { Description = "Names of the sweeps.", Arity = ArgumentArity.OneOrMore };
        var command = new Command(
            "rm", "Removes sweeps from the ledger: trials, results, checkpoints and output. Never one that is running.") { names };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(names)!, place(parsed)));
        return command.Example("sweep rm cells", "sweep rm first second --db results/may.db");
    }

    private static async Task Run(CliContext context, string[] names, LedgerPlace place)
    {
        var ledger = place.Open();
        var rows = new List<SweepRow>();
        foreach (var name in names.Distinct()) rows.Add(await place.Find(ledger, name));
        foreach (var row in rows)
        {
            await new SweepEdits(context, place).Remove(row);
            context.Error.WriteLine(
                $"sweep '{row.Name}' is removed from {place.Display}: {Numbers.Plural(row.Trials, "trial")}, their checkpoints and output");
        }
    }
}

/// <summary><c>sweep rename OLD NEW</c>: gives a sweep another name; checkpoints and output go with it.</summary>
internal static class RenameVerb
{
    public static Command Build(CliContext context)
    {
        var old = new Argument<string>("old") { Description = "Name of the sweep." };
        var name = new Argument<string>("new") { Description = "Its new name." };
        var command = new Command(
            "rename", "Gives a sweep another name; its checkpoints and output go with it. Never one that is running.") { old, name };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(old)!, parsed.GetValue(name)!, place(parsed)));
        return command.Example("sweep rename cells cells-sgd");
    }

    private static async Task Run(CliContext context, string old, string name, LedgerPlace place)
    {
        var row = await place.Find(place.Open(), old);
        await new SweepEdits(context, place).Rename(row, name);
        context.Error.WriteLine($"sweep '{old}' is called '{name}' now");
    }
}
