using System.CommandLine;
using System.Text;
using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Client.Results;
using Sweep.Figures.Layout;
using Sweep.Figures.Pages;
using Sweep.Figures.Requests;
using Sweep.Figures.Svg;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Client.Verbs;

/// <summary><c>sweep plot NAME --what curves --to curves.svg</c>: a picture of a sweep as a file.</summary>
internal static class PlotVerb
{
    private const int MostPixels = 8000;

    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var what = SharedOptions.OneOf<PictureKind>("--what", "What to draw. Default: curves.");
        var by = new Option<string[]>("--by")
        {
            Description = "A parameter: whose values curves are grouped by, or that gets an axis; may be repeated. For curves also " +
                "'trial' or 'configuration'. Default: what fits.",
            HelpName = "parameter",
            DefaultValueFactory = _ => [],
        };
        var metric = SharedOptions.Text(
            "--metric", "name", "Metric of the curves, or the objective by which importance is measured. Default: the sweep's own.");
        var spread = SharedOptions.OneOf<CurveSpread>(
            "--spread", "What the band around a mean is: its 95 % interval, one standard deviation, or the range. Default: interval.");
        var top = SharedOptions.Whole("--top", "n", "Curves at most, the best ones. Default: 100.", 1, 10_000);
        var to = new Option<string>("--to") { Description = "The file, .svg or .png.", HelpName = "file", Required = true };
        var width = SharedOptions.Whole("--width", "n", "Width in pixels. Default: 860.", FigureSize.LeastWidth, MostPixels);
        var height = SharedOptions.Whole(
            "--height", "n", "Height in pixels; pictures of few rows take less. Default: 420.", FigureSize.LeastHeight, MostPixels);
        var theme = SharedOptions.OneOf<Theme>("--theme", "Paper: auto is what an SVG's reader prefers, light in a PNG. Default: auto.");
        var command = new Command("plot", "Draws a picture of a sweep into a file: learning curves, best so far, the metric over " +
            "parameters, parallel coordinates, importance, slots over time or rungs.")
        {
            name, what, by, metric, spread, top, to, width, height, theme,
        };
        var place = LedgerPlace.Options(command, context);
        // Options that not every kind of picture has; elsewhere they mean nothing.
        (Option Option, PictureKind[] Kinds)[] special =
        [
            (by, [PictureKind.Curves, PictureKind.Slice, PictureKind.Parallel, PictureKind.Contour]),
            (metric, [PictureKind.Curves, PictureKind.Importance]), (spread, [PictureKind.Curves]), (top, [PictureKind.Curves]),
        ];
        command.SetAction((parsed, _) =>
        {
            var kind = parsed.GetValue(what);
            foreach (var (option, kinds) in special) if (SharedOptions.IsGiven(parsed, option)) Check(kind, option, kinds);
            var request = new PictureRequest
            {
                Kind = kind,
                By = parsed.GetValue(by)!,
                Metric = parsed.GetValue(metric),
                Spread = parsed.GetValue(spread),
                MostCurves = parsed.GetValue(top) ?? 100,
            };
            var size = new FigureSize(parsed.GetValue(width) ?? 860, parsed.GetValue(height) ?? 420);
            return Run(context, parsed.GetValue(name)!, request, size, parsed.GetValue(to)!, parsed.GetValue(theme), place(parsed));
        });
        return command.Example(
            "sweep plot cells --to cells.svg", "sweep plot cells --what curves --by cell --to cells.png --theme dark",
            "sweep plot search --what contour --by lr --by hidden --to lr-hidden.svg");
    }

    /// <exception cref="UserException">Bad input: such a picture has no such option.</exception>
    private static void Check(PictureKind kind, Option option, PictureKind[] kinds)
    {
        if (kinds.Contains(kind)) return;
        throw UserException.BadInput($"{option.Name} means nothing for --what {Word(kind)}; it goes with --what " +
            $"{string.Join(", ", kinds.Select(Word))}: leave one of both out");
    }

    private static string Word(PictureKind kind) => kind.ToString().ToLowerInvariant();

    private static async Task Run(
        CliContext context, string name, PictureRequest request, FigureSize size, string to, Theme theme, LedgerPlace place)
    {
        var file = new FigureFile(context.Resolve(to), theme);
        var (ledger, sweep) = await place.OpenSweep(name);
        try
        {
            var figure = await RecordedFile.Figures(context, place, ledger, sweep).Make(request, size);
            file.Write(figure);
            context.Error.WriteLine($"{to}: {figure.Title}");
        }
        catch (PictureException e)
        {
            throw UserException.BadInput($"cannot draw {Word(request.Kind)} of '{name}': {e.Message}");
        }
    }
}

/// <summary><c>sweep report NAME --to cells.html</c>: all that a sweep says, in one file to send.</summary>
internal static class ReportVerb
{
    public static Command Build(CliContext context)
    {
        var name = SharedOptions.SweepName();
        var to = SharedOptions.Text("--to", "file.html", "The file. Default: the sweep's name with .html.");
        var command = new Command("report", "Writes ranking, figures and comparisons of a sweep into one HTML file, which opens from a " +
            "disk without a network.") { name, to };
        var place = LedgerPlace.Options(command, context);
        command.SetAction((parsed, _) => Run(context, parsed.GetValue(name)!, parsed.GetValue(to), place(parsed)));
        return command.Example("sweep report cells", "sweep report cells --to results/cells.html");
    }

    private static async Task Run(CliContext context, string name, string? to, LedgerPlace place)
    {
        var (ledger, sweep) = await place.OpenSweep(name);
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
    }
}
