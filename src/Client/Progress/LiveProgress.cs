using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Client.Rendering;
using Sweep.Contracts;
using Sweep.Contracts.Text;
using Sweep.Reports.Progress;
using Sweep.Reports.Text;

namespace Sweep.Client.Progress;

/// <summary>Progress on a terminal: a bar for the sweep and a line per running trial, redrawn in place.</summary>
public sealed class LiveProgress(IAnsiConsole console, LiveDisplayContext live, bool isUnicode) : IProgressDisplay
{
    public void Show(SweepProgress progress, ProgressView view) =>
        live.UpdateTarget(Picture(view, console.Profile.Width, console.Profile.Height, isUnicode));

    public void Notice(string text) => Consoles.WriteNotice(console, text);

    /// <summary>Columns from which there is room for a bar beside the head, and for a curve beside each trial.</summary>
    private const int RoomForBar = 80;

    private const int RoomForCurves = 90;
    private const int CurveWidth = 12;

    /// <summary>Columns that the other words of a trial take, about, and the least that its configuration gets.</summary>
    private const int OtherWords = 74;

    private const int LeastConfig = 16;

    /// <summary>Lines that are no trial's: the head, the best value, and room for a notice.</summary>
    private const int Reserve = 5;

    /// <summary>The picture of one view: a line for the head, one for the best value, one for each trial; none is ever wrapped.</summary>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="height">Its lines.</param>
    /// <param name="isUnicode">False where only ASCII can be shown.</param>
    public static IRenderable Picture(ProgressView view, int width, int height, bool isUnicode)
    {
        List<IRenderable> lines = [Head(view, width)];
        // A line of its own: beside the rest it would push the head over the edge of a narrow terminal.
        if (view.Best.Length > 0) lines.Add(Consoles.Text("  " + view.Best));
        if (view.Rows.Count > 0) lines.Add(Trials(view.Rows.Take(Math.Max(1, height - Reserve)), width, isUnicode));
        return new Cropped(new Rows(lines), isUnicode);
    }

    private static Grid Head(ProgressView view, int width)
    {
        var name = Consoles.Text(view.Sweep, new Style(decoration: Decoration.Bold));
        var words = Consoles.Text($"{Numbers.Duration(view.Elapsed)}  {view.Summary}");
        if (width < RoomForBar) return Columns(2).AddRow(name, words);
        var bar = new BreakdownChart
        {
            Data = { new BreakdownChartItem("done", view.Fraction, Color.Green),
            new BreakdownChartItem("left", 1 - view.Fraction, Color.Grey) }
        };
        return Columns(3).AddRow(name, bar.HideTags().Width(Math.Clamp(width - 60, 10, 40)), words);
    }

    private static Grid Trials(IEnumerable<ProgressRow> trials, int width, bool isUnicode)
    {
        var (hasCurves, rows) = (width >= RoomForCurves, new Grid());
        var room = Math.Max(LeastConfig, width - OtherWords - (hasCurves ? CurveWidth + 2 : 0));
        var columns = hasCurves ? 7 : 6;
        for (var i = 0; i < columns; i++) rows.AddColumn(new GridColumn().NoWrap().PadLeft(i == 0 ? 2 : 0).PadRight(2));
        foreach (var row in trials)
        {
            string[] texts = [row.Label, Cut(row.Config, room, isUnicode), row.Epoch, row.Metric, row.Speed, row.Left,
                row.Curve.Count < 2 ? "" : Sparkline.Of(row.Curve, CurveWidth, isUnicode)];
            rows.AddRow([.. texts.Take(columns).Select(text => (IRenderable)Consoles.Text(text))]);
        }

        return rows;
    }

    private static Grid Columns(int count)
    {
        var grid = new Grid();
        for (var i = 0; i < count; i++) grid.AddColumn(new GridColumn().NoWrap());
        return grid;
    }

    private static string Cut(string text, int room, bool isUnicode)
    {
        var (shown, ellipsis) = (Printable.Line(text), isUnicode ? "…" : "...");
        return shown.Length <= room ? shown : shown[..(room - ellipsis.Length)].TrimEnd() + ellipsis;
    }
}
