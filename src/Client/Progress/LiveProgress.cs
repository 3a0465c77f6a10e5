using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Reports.Progress;
using Sweep.Reports.Text;

namespace Sweep.Client.Progress;

/// <summary>Progress on a terminal: a bar for the sweep and a line per running trial, redrawn in place.</summary>
public sealed class LiveProgress(IAnsiConsole console, LiveDisplayContext live) : IProgressDisplay
{
    public void Show(SweepProgress progress, ProgressView view) =>
        live.UpdateTarget(Picture(view, console.Profile.Width, console.Profile.Height));

    public void Notice(string text) => Consoles.WriteNotice(console, text);

    /// <summary>Columns from which there is room for a curve beside each trial, and how many it takes.</summary>
    private const int RoomForCurves = 90;
    private const int CurveWidth = 12;

    /// <summary>The picture of one view.</summary>
    public static IRenderable Picture(ProgressView view, int width, int height)
    {
        var bar = new BreakdownChart
        {
            Data = { new BreakdownChartItem("done", view.Fraction, Color.Green),
            new BreakdownChartItem("left", 1 - view.Fraction, Color.Grey) }
        };
        bar.HideTags().Width(Math.Clamp(width - 60, 10, 40));
        var head = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap())
            .AddColumn(new GridColumn().NoWrap());
        head.AddRow(Consoles.Text(view.Sweep, new Style(decoration: Decoration.Bold)), bar,
            Consoles.Text($"{Numbers.Duration(view.Elapsed)}  {view.Summary}{(view.Best.Length > 0 ? "  " + view.Best : "")}"));
        var shown = Math.Max(1, height - 4);
        var rows = new Grid();
        var columns = width >= RoomForCurves ? 7 : 6;
        for (var i = 0; i < columns; i++) rows.AddColumn(new GridColumn().NoWrap().PadLeft(i == 0 ? 2 : 0).PadRight(2));
        foreach (var row in view.Rows.Take(shown))
        {
            string[] texts = [row.Label, row.Config, row.Epoch, row.Metric, row.Speed, row.Left, CurveOf(row)];
            rows.AddRow([.. texts.Take(columns).Select(text => (IRenderable)Consoles.Text(text).Overflow(Overflow.Ellipsis))]);
        }

        return view.Rows.Count == 0 ? head : new Rows(head, rows);
    }

    private static string CurveOf(ProgressRow row) => row.Curve.Count < 2 ? "" : Sparkline.Of(row.Curve, CurveWidth);
}
