using SkiaSharp;
using Sweep.Figures.Charts;
using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Figures.Png;
using Sweep.Figures.Tests.Given;

namespace Sweep.Figures.Tests.Png;

/// <summary>PNG is the same figure in pixels.</summary>
public sealed class PngWriterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_has_the_size_of_its_figure_on_its_paper(bool isDark)
    {
        using var image = SKBitmap.Decode(Draw(Pictures.Curves(6, Hostile.Text), isDark));

        Assert.Equal((720, 333), (image.Width, image.Height));
        Assert.Equal((uint)Ink.Paper.On(isDark) | 0xff000000, (uint)image.GetPixel(719, 332));
        // The title is there.
        Assert.Contains(Enumerable.Range(16, 200), x => image.GetPixel(x, 24) != image.GetPixel(719, 332));
    }

    private static byte[] Draw(Reports.Pictures.CurvesPicture picture, bool isDark)
    {
        try
        {
            return PngWriter.File(CurvesChart.Draw(picture, new FigureSize(720, 332.4)), isDark);
        }
        catch (PngException e) when (e.Message.Contains("no font", StringComparison.Ordinal))
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}
