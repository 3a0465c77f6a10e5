using System.Text;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>What the held-out text costs beside the model's choice of tokens, so that it could be restored to the last character: how a
/// unit is spelled that the training part does not have, and the white space between words. In nats; fitted on the training part
/// alone.</summary>
/// <remarks>Unknown units (token 0) are spelled each time; a type of the vocabulary that the training part never shows is spelled where it
/// first stands. Words are spelled by the frequency of characters and word ends in the training part's words, each known type counted once
/// and each unknown word as often as it stands there; characters by that of the unknown characters there. White space is chosen by its
/// frequency between such neighbours (a word, a mark, a line's end, the text's end), all by <see cref="EscapeCounts{T}"/>.</remarks>
/// <param name="token">Characters or words.</param>
/// <param name="types">Token types.</param>
internal sealed class SideCost(TokenKind token, int types)
{
    private readonly bool hasGaps = token == TokenKind.Word;
    private readonly bool[] isKnown = new bool[types];
    private readonly Spelling units = new(hasEnd: token == TokenKind.Word);
    private readonly Spelling spaces = new(hasEnd: true);
    private readonly Dictionary<(Neighbour, Neighbour), EscapeCounts<string>> gaps = [];
    private long literal, spelled;
    private Neighbour before = Neighbour.LineEnd;

    private enum Neighbour
    {
        Word,
        Mark,
        LineEnd,
        TextEnd,
    }

    public void Begin() => before = Neighbour.LineEnd;

    /// <summary>Takes a unit of the training part (empty = none), the white space before it, and its token (0 = unknown).</summary>
    public void Learn(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit, int number)
    {
        if (hasGaps) LearnGap(gap, unit);
        if (unit.IsEmpty) return;
        if (number == 0)
        {
            if (unit is Vocabulary.Unknown) literal++;
            else spelled++;
            units.Learn(unit);
        }
        else if (!isKnown[number])
        {
            isKnown[number] = true;
            if (hasGaps) units.Learn(unit);
        }
    }

    /// <summary>Nats of a unit of the held-out part beside those of its token.</summary>
    public double Of(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit, int number)
    {
        var nats = hasGaps ? Gap(gap, unit) : 0;
        if (unit.IsEmpty) return nats;
        if (number == 0) return nats + Unknown(unit);
        if (isKnown[number]) return nats;
        isKnown[number] = true;
        return nats + units.Nats(unit);
    }

    /// <summary>A text that is split already may hold the word &lt;unk&gt; itself.</summary>
    private double Unknown(ReadOnlySpan<char> unit)
    {
        if (literal == 0) return units.Nats(unit);
        var all = Math.Log(literal + spelled + 2);
        return unit is Vocabulary.Unknown ? all - Math.Log(literal + 1) : all - Math.Log(spelled + 1) + units.Nats(unit);
    }

    private void LearnGap(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit)
    {
        Between(unit).Learn(Word(gap));
        spaces.Learn(gap);
    }

    private double Gap(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit) => Between(unit).Nats(Word(gap), text => spaces.Nats(text));

    private static string Word(ReadOnlySpan<char> gap) => gap is [' '] ? " " : gap.ToString();

    private EscapeCounts<string> Between(ReadOnlySpan<char> unit)
    {
        var places = (before, before = KindOf(unit));
        return gaps.TryGetValue(places, out var found) ? found : gaps[places] = new EscapeCounts<string>();
    }

    private static Neighbour KindOf(ReadOnlySpan<char> unit)
    {
        if (unit.IsEmpty) return Neighbour.TextEnd;
        if (unit is ['\n']) return Neighbour.LineEnd;
        Rune.DecodeFromUtf16(unit, out var first, out _);
        return Rune.IsLetterOrDigit(first) ? Neighbour.Word : Neighbour.Mark;
    }
}
