using System.CommandLine;
using System.Text;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;
using Sweep.Figures.Pages;
using Sweep.Reports.Text;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep report NAME --to cells.html</c>: all that a sweep says, in one file to send.</summary>
internal static class ReportVerb
{
    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var to = new Option<string?>("--to") { Description = "The file. Default: the sweep's name with .html.", HelpName = "file.html" };
        var command = new Command("report", "Writes ranking, figures and comparisons of a sweep into one HTML file, which opens from a " +
            "disk without a network.") { name, to };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(name)!, parsed.GetValue(to), place(parsed)));
        return command.Example("sweep report cells", "sweep report cells --to results/cells.html");
    }

    private static async Task<int> Run(CliContext context, string name, string? to, LedgerPlace place)
    {
        var ledger = place.Open();
        var sweep = await place.Find(ledger, name);
        var file = to ?? $"{sweep.Name}.html";
        var report = await new ReportReader(ledger, sweep, RecordedFile.Figures(context, place, ledger, sweep))
        {
            Status = place.State(sweep),
            Command = place.Hint,
            Time = context.Time,
        }.Read();
        var bytes = Encoding.UTF8.GetBytes(HtmlReport.Text(report));
        FigureFile.Write(context.Resolve(file), bytes);
        context.Error.WriteLine($"{file}: report of '{name}', {Numbers.Bytes(bytes.Length)}");
        return ExitCodes.Done;
    }
}
