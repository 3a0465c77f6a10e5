namespace Sweep.Experiments.Data.Tokens;

/// <summary>What it costs to spell a text scalar by scalar, each by its frequency alone; one never seen costs the choice among all
/// scalars beside.</summary>
/// <param name="hasEnd">True when the end is spelled too, as it must be where lengths differ.</param>
internal sealed class Spelling(bool hasEnd)
{
    /// <summary>All Unicode scalar values: 17 x 65,536 less 2,048 surrogates.</summary>
    public const int AllScalars = 1_112_064;

    private const int End = -1;
    private static readonly double Novel = Math.Log(AllScalars);
    private readonly EscapeCounts<int> counts = new();

    public void Learn(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes()) counts.Learn(rune.Value);
        if (hasEnd) counts.Learn(End);
    }

    public double Nats(ReadOnlySpan<char> text)
    {
        var nats = hasEnd ? counts.Nats(End, _ => Novel) : 0;
        foreach (var rune in text.EnumerateRunes()) nats += counts.Nats(rune.Value, _ => Novel);
        return nats;
    }
}
