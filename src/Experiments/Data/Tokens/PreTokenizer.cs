using System.Globalization;
using System.Text;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>Cuts a text where no pair is ever merged, as GPT-2 does:
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>, over scalars. No gaps.</summary>
/// <remarks>Radford et al. 2019, the code beside it (encoder.py). One departure: a run of more than 256 characters is cut, so that memory
/// and time stay bounded.</remarks>
internal sealed class PreTokenizer : ISplitter
{
    private const int Longest = 256;
    private const int LongestSuffix = 3;

    private readonly UnitBuffer unit = new();
    private int[] waiting = new int[1024];
    private int first, end;

    private enum Kind
    {
        Letter,
        Number,
        Space,
        Other,
    }

    public void Read(ReadOnlySpan<int> scalars, IUnits units)
    {
        foreach (var scalar in scalars)
        {
            if (scalar < 0) continue;
            if (end == waiting.Length) Compact();
            waiting[end++] = scalar;
        }
        // What lies further back than any rule looks ahead can be decided now.
        while (end - first > Longest + LongestSuffix + 1) Give(Next(), units);
    }

    public void End(IUnits units)
    {
        while (first < end) Give(Next(), units);
        (first, end) = (0, 0);
    }

    private void Compact()
    {
        if (first == 0) Array.Resize(ref waiting, 2 * waiting.Length);
        waiting.AsSpan(first, end - first).CopyTo(waiting);
        (first, end) = (0, end - first);
    }

    private void Give(int length, IUnits units)
    {
        unit.Clear();
        for (var i = 0; i < length; i++) unit.Add(waiting[first + i]);
        first += length;
        units.Unit([], unit.Span);
    }

    /// <summary>Length of the unit that begins at the first scalar that waits.</summary>
    private int Next()
    {
        var text = waiting.AsSpan(first, end - first);
        if (Suffix(text) is > 0 and var suffix) return suffix;
        var lead = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        var kind = KindOf(text[lead]);
        if (kind != Kind.Space) return lead + Run(text[lead..], kind);
        var spaces = Run(text, Kind.Space);
        // The last white space before something else belongs to it, or stands alone.
        return spaces == text.Length || spaces == 1 || spaces == Longest ? spaces : spaces - 1;
    }

    private static int Run(ReadOnlySpan<int> text, Kind kind)
    {
        var length = 1;
        while (length < text.Length && length < Longest && KindOf(text[length]) == kind) length++;
        return length;
    }

    private static int Suffix(ReadOnlySpan<int> text)
    {
        if (text[0] != '\'' || text.Length < 2) return 0;
        if (text[1] is 's' or 't' or 'm' or 'd') return 2;
        return text.Length > 2 && (text[1], text[2]) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? LongestSuffix : 0;
    }

    private static Kind KindOf(int scalar)
    {
        if (scalar < 0x80)
        {
            var ascii = (char)scalar;
            return char.IsAsciiLetter(ascii) ? Kind.Letter : char.IsAsciiDigit(ascii) ? Kind.Number
                : char.IsWhiteSpace(ascii) ? Kind.Space : Kind.Other;
        }
        var rune = new Rune(scalar);
        return Rune.IsLetter(rune) ? Kind.Letter : Rune.IsWhiteSpace(rune) ? Kind.Space
            : Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber
                or UnicodeCategory.OtherNumber ? Kind.Number : Kind.Other;
    }
}
