using System.Globalization;
using System.Text;
using Sweep.Experiments.Data.Texts;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>Words, and what stands between them. Of letters: what single spaces and line ends part. Of a text that is kept: runs of
/// letters, marks, numbers and connectors are words; any other character that is no white space, and each ideograph and kana, is a unit of
/// its own; so is the end of a line. Of a text that is split already: what white space parts, and the ends of lines.</summary>
/// <remarks>A word of more than 1,024 characters is cut, so that memory stays bounded.</remarks>
internal sealed class WordSplitter(TextMode mode, bool isSplit) : ISplitter
{
    private const int Longest = 1024;

    private readonly UnitBuffer gap = new();
    private readonly UnitBuffer word = new();

    public void Read(ReadOnlySpan<int> scalars, IUnits units)
    {
        foreach (var scalar in scalars)
        {
            switch (KindOf(scalar))
            {
                case Kind.LettersEnd: Flush(units); break;
                case Kind.Space: Space(scalar, units); break;
                case Kind.Single: Single(scalar, units); break;
                default: Letter(scalar, units); break;
            }
        }
    }

    public void End(IUnits units)
    {
        Flush(units);
        if (gap.Length > 0) Give(units);
    }

    private void Space(int scalar, IUnits units)
    {
        Flush(units);
        gap.Add(scalar);
        if (gap.Scalars == Longest) Give(units);
    }

    private void Letter(int scalar, IUnits units)
    {
        word.Add(scalar);
        if (word.Scalars == Longest) Give(units);
    }

    private void Single(int scalar, IUnits units)
    {
        Flush(units);
        word.Add(scalar);
        Give(units);
    }

    private void Flush(IUnits units)
    {
        if (word.Length > 0) Give(units);
    }

    private void Give(IUnits units)
    {
        units.Unit(gap.Span, word.Span);
        gap.Clear();
        word.Clear();
    }

    private Kind KindOf(int scalar)
    {
        if (scalar == Scalars.LineEnd) return Kind.LettersEnd;
        if (scalar == '\n') return Kind.Single;
        if (mode == TextMode.Letters) return scalar == ' ' ? Kind.Space : Kind.Letter;
        if (scalar < 0x80)
        {
            var ascii = (char)scalar;
            if (char.IsWhiteSpace(ascii)) return Kind.Space;
            return isSplit || ascii == '_' || char.IsAsciiLetterOrDigit(ascii) ? Kind.Letter : Kind.Single;
        }
        if (Rune.IsWhiteSpace(new Rune(scalar))) return Kind.Space;
        return isSplit || (IsOfWords(scalar) && !IsWordAlone(scalar)) ? Kind.Letter : Kind.Single;
    }

    private static bool IsOfWords(int scalar) => Rune.GetUnicodeCategory(new Rune(scalar)) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.Format;

    /// <summary>Scripts that put no space between words: ideographs and kana (the blocks of Unicode).</summary>
    private static bool IsWordAlone(int scalar) =>
        scalar is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private enum Kind
    {
        Letter,
        Single,
        Space,
        LettersEnd,
    }
}
