using System.Text;
using Sweep.Client.Cli;
using Sweep.Contracts.Files;
using Sweep.Figures.Marks;
using Sweep.Figures.Png;
using Sweep.Figures.Svg;

namespace Sweep.Client.Results;

/// <summary>A file that a figure is written to; its name says in which format.</summary>
internal sealed class FigureFile
{
    private readonly string path;
    private readonly Theme theme;

    /// <exception cref="UserException">Bad input: the name ends neither in .svg nor in .png.</exception>
    public FigureFile(string path, Theme theme)
    {
        (this.path, this.theme) = (path, theme);
        if (!IsPng && !path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            throw UserException.BadInput($"--to expects a file that ends in .svg or .png, found '{Path.GetFileName(path)}'");
    }

    private bool IsPng => path.EndsWith(".png", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="UserException">Failed: it cannot be drawn here, or not be written there.</exception>
    public void Write(Figure figure)
    {
        try
        {
            Write(path, IsPng ? PngWriter.File(figure, theme == Theme.Dark) : Encoding.UTF8.GetBytes(SvgWriter.File(figure, theme)));
        }
        catch (PngException e)
        {
            throw UserException.Failed($"cannot write '{path}': {e.Message}");
        }
    }

    /// <summary>Writes a file aside, then puts it in place.</summary>
    /// <exception cref="UserException">Failed: it cannot be written there.</exception>
    public static void Write(string path, byte[] bytes)
    {
        try
        {
            AsideFile.Write(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserException.Failed($"cannot write '{path}': {e.Message}");
        }
    }
}
