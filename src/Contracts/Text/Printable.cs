using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sweep.Contracts.Text;

/// <summary>Makes text safe to show: what a terminal would obey, or a reader not see, is escaped, such as <c>\u001b</c>.</summary>
/// <remarks>Values, names, reasons and the standard error of programs come from users, and from whoever wrote the program. The escapes are
/// those of JSON, so that escaped JSON is still the same JSON.</remarks>
public static class Printable
{
    /// <summary>The ASCII characters that show as themselves.</summary>
    private static readonly SearchValues<char> Plain =
        SearchValues.Create(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)));

    /// <summary>Letters and marks that show as nothing and are no formats by Unicode: fillers, joiners and selectors.</summary>
    private static readonly SearchValues<char> Blank =
        SearchValues.Create("\u034F\u115F\u1160\u17B4\u17B5\u180B\u180C\u180D\u180F\u3164\uFFA0");

    /// <summary>The text as one line: line breaks are escaped like every other control character.</summary>
    public static string Line(string text) => Escape(text, keepsLines: false);

    /// <summary>The text with its line breaks, and nothing else, left as they are.</summary>
    public static string Lines(string text) => Escape(text, keepsLines: true);

    private static string Escape(string text, bool keepsLines)
    {
        var first = text.AsSpan().IndexOfAnyExcept(Plain);
        if (first < 0) return text;
        var shown = new StringBuilder(text.Length + 16);
        for (int i = 0, next = first; i < text.Length;
            next = text.AsSpan(i).IndexOfAnyExcept(Plain) is var plain and >= 0 ? i + plain : text.Length)
        {
            // Runs of characters that show as themselves are most of any text.
            shown.Append(text, i, next - i);
            i = next;
            if (i == text.Length) break;
            var isWhole = Rune.TryGetRuneAt(text, i, out var rune);
            var length = isWhole ? rune.Utf16SequenceLength : 1;
            if (isWhole && (IsVisible(rune) || (keepsLines && text[i] == '\n'))) shown.Append(text, i, length);
            else foreach (var unit in text.AsSpan(i, length)) shown.Append(Escaped(unit));
            i += length;
        }

        return shown.ToString();
    }

    private static string Escaped(char unit) => unit switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        _ => $@"\u{(int)unit:x4}",
    };

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator)
        && rune.Value is not (>= 0xE0000 and <= 0xE0FFF)
        && !(rune.IsBmp && Blank.Contains((char)rune.Value));
}
