using System.Text;
using SkiaSharp;

namespace Sweep.Figures.Png;

/// <summary>A part of a text that one font has.</summary>
internal sealed record FontRun(string Text, SKTypeface Face);

/// <summary>The fonts of this machine that a figure is written in.</summary>
internal sealed class PngFonts : IDisposable
{
    private static readonly string[] Families =
        ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Open Sans", "Segoe UI", "Helvetica Neue", "Helvetica", "Arial", "Verdana"];

    private static readonly string[] Folders =
        ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", @"C:\Windows\Fonts"];

    /// <summary>A folder that may not be read hides its fonts, and no more.</summary>
    private static readonly EnumerationOptions Readable = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    private readonly SKTypeface plain;
    private readonly SKTypeface bold;
    private readonly Dictionary<(int Rune, bool IsBold), SKTypeface?> others = [];

    public PngFonts()
    {
        plain = Find(isBold: false) ?? throw new PngException(
            "this machine has no font that PNG could be written in: install one (Debian: apt-get install fonts-dejavu-core), or write " +
            "SVG, which needs none");
        bold = Find(isBold: true) ?? plain;
    }

    /// <summary>A text in parts, each with a font that has its letters, where there is one.</summary>
    public IReadOnlyList<FontRun> Runs(string text, bool isBold)
    {
        var (runs, part, face) = (new List<FontRun>(), new StringBuilder(), isBold ? bold : plain);
        foreach (var rune in text.EnumerateRunes())
        {
            var needed = FaceOf(rune.Value, isBold);
            if (needed != face && part.Length > 0)
            {
                runs.Add(new FontRun(part.ToString(), face));
                part.Clear();
            }

            face = needed;
            part.Append(rune);
        }

        if (part.Length > 0) runs.Add(new FontRun(part.ToString(), face));
        return runs;
    }

    public void Dispose()
    {
        foreach (var face in others.Values) face?.Dispose();
        if (bold != plain) bold.Dispose();
        plain.Dispose();
    }

    private SKTypeface FaceOf(int rune, bool isBold)
    {
        var own = isBold ? bold : plain;
        if (own.ContainsGlyph(rune)) return own;
        if (!others.TryGetValue((rune, isBold), out var other))
            others.Add((rune, isBold), other = SKFontManager.Default.MatchCharacter(rune));
        return other ?? own;
    }

    private static SKTypeface? Find(bool isBold)
    {
        var style = isBold ? SKFontStyle.Bold : SKFontStyle.Normal;
        foreach (var family in Families)
        {
            var face = SKFontManager.Default.MatchFamily(family, style);
            if (face is not null && face.GlyphCount > 0 && face.ContainsGlyph('a')) return face;
            face?.Dispose();
        }

        // Without a list of fonts, as in a small image, their files may still be there.
        var files = Folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*.ttf", Readable)).ToList();
        string[] names = isBold ? ["DejaVuSans-Bold", "LiberationSans-Bold", "Arial Bold"]
            : ["DejaVuSans", "LiberationSans-Regular", "Arial"];
        var chosen = names.Select(name => files.Find(file => Path.GetFileNameWithoutExtension(file) == name)).FirstOrDefault(file =>
            file is not null) ?? files.FirstOrDefault();
        return chosen is null ? null : SKTypeface.FromFile(chosen);
    }
}
