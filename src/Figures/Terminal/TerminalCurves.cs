using Sweep.Contracts.Text;
using Sweep.Figures.Layout;
using Sweep.Figures.Scales;
using Sweep.Reports.Pictures;
using Sweep.Reports.Text;

namespace Sweep.Figures.Terminal;

/// <summary>Draws learning curves with characters: readable with and without colour, with and without Unicode.</summary>
public static class TerminalCurves
{
    /// <summary>Fewest and most columns of a drawing.</summary>
    public const int Narrowest = 60, Widest = 200;

    private const int MostCurves = 8;

    /// <summary>The lines of a drawing, none wider than asked for.</summary>
    /// <param name="picture">The curves; the best few are drawn.</param>
    /// <param name="columns">Columns that there are; at least <see cref="Narrowest"/>, at most <see cref="Widest"/> are used.</param>
    /// <param name="rows">Lines of the plot itself.</param>
    /// <param name="isUnicode">False where only ASCII can be shown.</param>
    public static IReadOnlyList<IReadOnlyList<TerminalPart>> Lines(CurvesPicture picture, int columns, int rows, bool isUnicode)
    {
        columns = Math.Clamp(columns, Narrowest, Widest);
        var curves = picture.Curves.Take(MostCurves).ToList();
        if (curves.Count == 0) return [[new TerminalPart($"no trial has reported {picture.Metric.Name} yet")]];
        var (low, high) = (curves.Min(curve => curve.Values.Min()), curves.Max(curve => curve.Values.Max()));
        (low, high) = CurveEnds.Range(picture, curves.Count, low, high);
        var scale = Scale.Of(picture.Metric.Scale, low, high, 0, 1, 0.02);
        var ticks = Ticks.Of(scale, Math.Max(2, rows / 3));
        var names = ticks.Max(tick => tick.Label.Length);
        var canvas = new DotCanvas(columns - names - 4, rows, isUnicode);
        var last = Math.Max(2, curves.Max(curve => curve.Epochs[^1]));
        for (var curve = curves.Count - 1; curve >= 0; curve--) Draw(canvas, curves[curve], curve, scale, last);
        var lines = new List<IReadOnlyList<TerminalPart>> { Head(picture, curves.Count, columns) };
        var letters = Letters(curves, scale, rows);
        for (var row = 0; row < rows; row++)
        {
            var at = ticks.Where(tick => RowOf(scale, tick.Value, rows) == row).Select(tick => tick.Label).FirstOrDefault("");
            lines.Add([new TerminalPart($"{at.PadLeft(names)} {(isUnicode ? '│' : '|')}"), .. canvas.Row(row), .. letters[row]]);
        }

        lines.Add([new TerminalPart($"{new string(' ', names)} {(isUnicode ? '└' : '+')}" +
            new string(isUnicode ? '─' : '-', columns - names - 4))]);
        lines.Add([new TerminalPart(new string(' ', names + 2) + "1" + $"epoch {last}".PadLeft(columns - names - 5))]);
        lines.AddRange(Legend(picture, curves, columns, isUnicode));
        return lines;
    }

    private static List<TerminalPart> Head(CurvesPicture picture, int shown, int columns)
    {
        var all = shown < picture.All ? $", the best {shown} of {picture.All:N0}" : "";
        var floor = picture.Floor is { } value ? $", floor {Numbers.Metric(value)}" : "";
        return [new TerminalPart(Cut($"{picture.Metric.Name} by epoch{(picture.Metric.Scale == AxisScale.Log ? " (log)" : "")}{all}{floor}",
            columns, "..."))];
    }

    private static void Draw(DotCanvas canvas, Curve curve, int number, Scale scale, int last)
    {
        double X(int i) => (curve.Epochs[i] - 1) / (double)(last - 1) * (canvas.Across - 1);
        double Y(int i) => (1 - scale.Share(curve.Values[i])) * (canvas.Down - 1);
        if (curve.Epochs.Length == 1) canvas.Line(X(0), Y(0), X(0), Y(0), number);
        for (var i = 1; i < curve.Epochs.Length; i++) canvas.Line(X(i - 1), Y(i - 1), X(i), Y(i), number);
    }

    /// <summary>The letter of each curve beside its end: without colour it tells which is which.</summary>
    private static List<TerminalPart>[] Letters(List<Curve> curves, Scale scale, int rows)
    {
        List<TerminalPart>[] letters = [.. Enumerable.Range(0, rows).Select(_ => new List<TerminalPart>())];
        var places = LabelColumn.Place(curves.ConvertAll(curve => (1 - scale.Share(curve.Values[^1])) * (rows - 1)), 1, 0, rows - 1);
        for (var curve = 0; curve < curves.Count; curve++)
        {
            var row = letters[(int)Math.Clamp(Math.Round(places[curve]), 0, rows - 1)];
            if (row.Count == 0) row.Add(new TerminalPart(((char)('a' + curve)).ToString(), curve));
        }

        return letters;
    }

    private static int RowOf(Scale scale, double value, int rows) =>
        (int)Math.Round((1 - Math.Clamp(scale.Share(value), 0, 1)) * (rows - 1));

    private static IEnumerable<IReadOnlyList<TerminalPart>> Legend(CurvesPicture picture, List<Curve> curves, int columns, bool isUnicode)
    {
        var format = NumberFormat.For(curves.Select(curve => curve.Values[^1]), NumberStyle.Measured);
        var sign = isUnicode ? "±" : "+-";
        var values = curves.ConvertAll(curve => format.Text(curve.Values[^1]) + CurveEnds.Half(curve, picture.Spread, format, sign));
        var width = values.Max(value => value.Length);
        for (var curve = 0; curve < curves.Count; curve++)
        {
            var text = $"{(char)('a' + curve)}  {values[curve].PadRight(width)}  {curves[curve].Label}";
            yield return [new TerminalPart(Cut(text, columns, isUnicode ? "…" : "..."), curve)];
        }
    }

    /// <summary>Escaped first, since that makes a text longer.</summary>
    private static string Cut(string text, int most, string ellipsis)
    {
        var shown = Printable.Line(text);
        return shown.Length <= most ? shown : shown[..(most - ellipsis.Length)].TrimEnd() + ellipsis;
    }
}
