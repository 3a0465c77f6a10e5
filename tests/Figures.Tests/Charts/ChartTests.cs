using System.Xml.Linq;
using Sweep.Figures.Charts;
using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Requests;
using Sweep.Figures.Svg;
using Sweep.Figures.Tests.Given;
using Sweep.Figures.Text;
using Sweep.Reports.Pictures;

namespace Sweep.Figures.Tests.Charts;

/// <summary>Every figure is readable: well-formed, nothing outside of the paper, no text over another.</summary>
public sealed class ChartTests
{
    private static readonly string[] Kinds = [.. Enum.GetNames<PictureKind>().Select(kind => kind.ToLowerInvariant())];

    public static TheoryData<string> EveryKind => [.. Kinds];

    public static TheoryData<string, int, int> Sizes
    {
        get
        {
            var sizes = new TheoryData<string, int, int>();
            (int Width, int Height)[] papers = [(860, 420), (FigureSize.LeastWidth, FigureSize.LeastHeight), (1600, 900)];
            foreach (var kind in Kinds) foreach (var (width, height) in papers) sizes.Add(kind, width, height);
            return sizes;
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void No_text_leaves_the_paper_or_covers_another(string kind, int width, int height)
    {
        Readable(Draw(kind, "gru", new FigureSize(width, height)));
    }

    /// <summary>Long names, large counts, all outcomes, and more notes than fit.</summary>
    [Theory]
    [MemberData(nameof(EveryKind))]
    public void A_crowded_picture_of_the_least_size_can_be_read(string kind)
    {
        const string name = "a_parameter_of_a_rather_long_name";
        string[] notes = [.. Enumerable.Range(0, 6).Select(i => $"note {i}: {string.Join(' ', Enumerable.Repeat("word", 12))}")];
        var size = new FigureSize(FigureSize.LeastWidth, FigureSize.LeastHeight);
        var figure = kind switch
        {
            "curves" => CurvesChart.Draw(Pictures.Curves(6, name) with { Notes = notes }, size),
            "best" => BestChart.Draw(Pictures.Best(name) with { Notes = notes }, size),
            "slice" => SliceChart.Draw(Pictures.Points(name) with { Notes = notes }, size),
            "parallel" => ParallelChart.Draw(Pictures.Points(name, 9) with { Notes = notes }, size),
            "importance" => ImportanceChart.Draw(Pictures.Importance(name) with { Captions = notes }, size),
            "contour" => ContourChart.Draw(ContourReader.Of(Pictures.Points(name, 2)) with { Notes = notes }, size),
            "slots" => SlotsChart.Draw(Pictures.AllOutcomes(name) with { Notes = notes }, size),
            _ => RungsChart.Draw(Pictures.Brackets(name) with { Captions = notes }, size),
        };

        Readable(figure);
        Assert.All(figure.Marks.OfType<BoxesMark>().SelectMany(boxes => boxes.Boxes),
            box => Assert.True(box is { Width: > 0, Height: > 2 } && box.Bottom <= figure.Height, $"{box}"));
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Hostile_names_stay_text(string kind)
    {
        var svg = SvgWriter.File(Draw(kind, Hostile.Text, new FigureSize()), Theme.Auto);

        var root = XDocument.Parse(svg).Root!;
        var names = root.DescendantsAndSelf().Select(element => element.Name.LocalName).Distinct();
        Assert.Subset(new HashSet<string> { "svg", "title", "desc", "style", "defs", "clipPath", "path", "text" }, names.ToHashSet());
        Assert.DoesNotContain(svg, character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain('\u202e', svg);
        Assert.Contains(@"&lt;script&gt;", svg, StringComparison.Ordinal);
        var references = root.DescendantsAndSelf().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration)
            .Where(attribute => attribute.Value.Contains("//", StringComparison.Ordinal) || attribute.Name.LocalName is "href" or "style");
        Assert.Empty(references);
    }

    [Fact]
    public void Many_curves_are_grey_and_the_best_five_have_names()
    {
        var figure = CurvesChart.Draw(Pictures.Curves(40) with { Grouping = CurveGrouping.Trial }, new FigureSize());

        var names = figure.Marks.OfType<TextMark>().Where(text => !text.IsBold && Ink.AllSeries.Contains(text.Ink));
        Assert.Equal(["gru 0", "gru 1", "gru 2", "gru 3", "gru 4"], names.Select(text => text.Text));
        Assert.Equal(35, figure.Marks.OfType<LinesMark>().Single(lines => lines.Ink == Ink.Faint).Lines.Count);
    }

    /// <summary>Points are thinned where there are many: means of what is drawn would be those of the best half.</summary>
    [Fact]
    public void A_slice_draws_the_means_that_it_is_given_and_not_those_of_its_points()
    {
        var points = Pictures.Points(parameters: 1);

        Assert.NotEqual(MeansOf(points), MeansOf(points with { Means = [[2.5, 3.5]] }));
        Assert.Single(MeansOf(points with { Means = [[double.NaN, 3.5]] }));

        static IReadOnlyList<double> MeansOf(PointsPicture picture) =>
            [.. SliceChart.Draw(picture, new FigureSize()).Marks.OfType<LinesMark>().Single(lines => lines.Ink == Ink.Text).Lines
                .Select(line => line[0].Y)];
    }

    [Fact]
    public void Words_can_be_read_on_light_and_on_dark_paper()
    {
        Ink[] words = [Ink.Text, Ink.Muted, Ink.Bad, Ink.Good, .. Ink.AllSeries];
        foreach (var isDark in new[] { false, true })
            Assert.All(words, ink => Assert.InRange(Contrast(ink.On(isDark), Ink.Paper.On(isDark)), 4.5, 21));
    }

    private static void Readable(Figure figure)
    {
        var texts = figure.Marks.OfType<TextMark>().Select(text => (text.Text, Box: BoxOf(text))).ToList();
        foreach (var (text, box) in texts)
            Assert.True(box.Left >= -1 && box.Right <= figure.Width + 1 && box.Top >= 0 && box.Bottom <= figure.Height, $"{text}: {box}");
        for (var i = 0; i < texts.Count; i++)
            for (var j = 0; j < i; j++)
                Assert.False(Overlap(texts[i].Box, texts[j].Box), $"'{texts[i].Text}' covers '{texts[j].Text}'");
    }

    private static Figure Draw(string kind, string name, FigureSize size) => kind switch
    {
        "curves" => CurvesChart.Draw(Pictures.Curves(6, name), size),
        "best" => BestChart.Draw(Pictures.Best(name), size),
        "slice" => SliceChart.Draw(Pictures.Points(name), size),
        "parallel" => ParallelChart.Draw(Pictures.Points(name), size),
        "importance" => ImportanceChart.Draw(Pictures.Importance(name), size),
        "contour" => ContourChart.Draw(ContourReader.Of(Pictures.Points(name, 2)), size),
        "slots" => SlotsChart.Draw(Pictures.Slots(name), size),
        _ => RungsChart.Draw(Pictures.Rungs(name), size),
    };

    /// <summary>Where the letters are, about.</summary>
    private static Box BoxOf(TextMark text)
    {
        // Widths are reckoned generously, so a tenth of them is air.
        var width = TextWidth.Of(text.Text, text.Size, text.IsBold) * 0.9;
        var left = text.At.X - (text.Anchor switch { TextAnchor.Middle => width / 2, TextAnchor.End => width, _ => 0 });
        return new Box(left, text.At.Y - (text.Size * 0.75), width, text.Size * 0.8);
    }

    private static bool Overlap(Box a, Box b) => a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom;

    /// <summary>WCAG 2.2, relative luminance and contrast ratio.</summary>
    private static double Contrast(int a, int b)
    {
        var (bright, dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (bright + 0.05) / (dark + 0.05);
    }

    private static double Luminance(int colour)
    {
        return (0.2126 * Channel(16)) + (0.7152 * Channel(8)) + (0.0722 * Channel(0));

        double Channel(int shift)
        {
            var share = ((colour >> shift) & 255) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }
    }
}
