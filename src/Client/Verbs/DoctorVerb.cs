using System.CommandLine;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Diagnosis;
using Sweep.Client.Rendering;
using Sweep.Reports.Tables;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep doctor</c>: is everything there that a run needs?</summary>
internal static class DoctorVerb
{
    public static Command Build(CliContext context)
    {
        var (db, format) = (LedgerPlace.DbOption(), SharedOptions.Format());
        var command = new Command("doctor",
            "Says what this machine offers and what would stop a run, with the way out. Exit code 1 when something would.") { db, format };
        command.SetAction((parsed, _) => Run(context, context.Resolve(parsed.GetValue(db)!), parsed.GetValue(format)));
        return command.Example("sweep doctor");
    }

    private static async Task<int> Run(CliContext context, string ledgerPath, OutputFormat format)
    {
        var findings = await new Doctor(context, ledgerPath).Look();
        var table = new DataTable(new Column("subject", "subject"), new Column("status", "status"),
            new Column("found", "found", Wraps: true), new Column("way_out", null));
        foreach (var f in findings) table.Add(f.Subject, f.Status, f.Found, f.WayOut.Length > 0 ? f.WayOut : Cell.None);
        TableWriter.Write(table, format, context.Out, context.OutTerminal);
        foreach (var f in findings.Where(f => f.WayOut.Length > 0))
            context.Error.WriteLine($"{(f.Status == "ok" ? "-" : "!")} {f.Subject}: {f.WayOut}");
        return findings.Any(f => f.IsProblem) ? ExitCodes.Failed : ExitCodes.Done;
    }
}
