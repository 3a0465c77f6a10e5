using System.Text;

namespace Sweep.Experiments.Data.Texts;

/// <summary>A text as the text rules leave it, in blocks of scalars that are valid until the next one is asked for.</summary>
/// <remarks>Its characters are the values from 0 on; <see cref="Scalars.LineEnd"/> is none.</remarks>
internal static class TextBlocks
{
    /// <summary>The text of some files in a row, of so many scalars at most (null = all). <paramref name="units"/> is told how many UTF-16
    /// units were read; null = nobody.</summary>
    public static IEnumerable<ReadOnlyMemory<int>> Of(
        IReadOnlyList<TextPiece> pieces, TextMode mode, long? most = null, Action<int>? units = null)
    {
        var blocks = Scalars.Of(pieces, most, units);
        return mode switch
        {
            TextMode.Letters => Letters(blocks),
            TextMode.Lower => Lower(blocks),
            _ => blocks,
        };
    }

    public static int Characters(ReadOnlySpan<int> block) => block.Length - block.Count(Scalars.LineEnd);

    /// <summary>Cuts a block behind so many characters, fewer than it has.</summary>
    public static int IndexOf(ReadOnlySpan<int> block, long characters)
    {
        var index = 0;
        for (; characters > 0; index++) if (block[index] >= 0) characters--;
        return index;
    }

    private static IEnumerable<ReadOnlyMemory<int>> Lower(IEnumerable<ReadOnlyMemory<int>> blocks)
    {
        var lower = Array.Empty<int>();
        foreach (var block in blocks)
        {
            if (lower.Length < block.Length) lower = new int[block.Length];
            for (var i = 0; i < block.Length; i++) lower[i] = Lower(block.Span[i]);
            yield return lower.AsMemory(0, block.Length);
        }
    }

    private static int Lower(int scalar) => scalar switch
    {
        >= 'A' and <= 'Z' => scalar | 0x20,
        < 0x80 => scalar,
        _ => Rune.ToLowerInvariant(new Rune(scalar)).Value,
    };

    // The course's rule (Dive into Deep Learning, section "Language models and the data set"): every run of anything but the letters A-Z
    // and a-z becomes one space, none at either end of a line; lower case. Block by block, for texts that do not fit into memory.
    private static IEnumerable<ReadOnlyMemory<int>> Letters(IEnumerable<ReadOnlyMemory<int>> blocks)
    {
        var kept = Array.Empty<int>();
        var (isBegun, wantsSpace) = (false, false);
        foreach (var block in blocks)
        {
            if (kept.Length < block.Length + 1) kept = new int[block.Length + 1];
            var count = 0;
            foreach (var scalar in block.Span)
            {
                if (scalar == '\n')
                {
                    if (isBegun) kept[count++] = Scalars.LineEnd;
                    (isBegun, wantsSpace) = (false, false);
                }
                else if (scalar < 0x80 && char.IsAsciiLetter((char)scalar))
                {
                    if (isBegun && wantsSpace) kept[count++] = ' ';
                    kept[count++] = scalar | 0x20;
                    (isBegun, wantsSpace) = (true, false);
                }
                else
                {
                    wantsSpace = true;
                }
            }
            if (count > 0) yield return kept.AsMemory(0, count);
        }
    }
}
