using System.Text;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Tests.Data;

/// <summary>The course's text rules, told in strings of whole lines: from a text to its stream of tokens.</summary>
/// <remarks>Dive into Deep Learning, section "Language models and the data set": Time Machine. Lines end with LF, CR LF or CR.</remarks>
internal static class TextRules
{
    private static readonly string[] Letters = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    /// <summary>All tokens of all lines in a row. Nothing stands for a line's end, so characters of neighbouring lines touch.</summary>
    public static List<string> Tokens(string text, TokenKind token)
    {
        var tokens = new List<string>();
        foreach (var line in Lines(text))
        {
            if (token == TokenKind.Word) tokens.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else foreach (var letter in line) tokens.Add(Letters[letter]);
        }
        return tokens;
    }

    /// <summary>The lines of a text, each normalised.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line) yield return Normalise(line);
    }

    /// <summary>Every run of anything but the letters A-Z and a-z becomes one space; no space at either end; lower case.</summary>
    public static string Normalise(string line)
    {
        var kept = new StringBuilder(line.Length);
        foreach (var letter in line)
        {
            if (char.IsAsciiLetter(letter)) kept.Append((char)(letter | 0x20));
            else if (kept.Length > 0 && kept[^1] != ' ') kept.Append(' ');
        }
        return kept.ToString().TrimEnd(' ');
    }
}
