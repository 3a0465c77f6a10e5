namespace Sweep.Experiments.Data.Texts;

/// <summary>Reads texts as Unicode scalar values, in blocks that are valid until the next one is asked for.</summary>
/// <remarks>A byte order mark at the start of a file is left out; CR LF and CR are read as LF; a file that another one follows ends its
/// last line. Nothing else is changed, and nothing is normalised.</remarks>
internal static class Scalars
{
    /// <summary>Stands between two lines of <see cref="TextMode.Letters"/>, where no character does.</summary>
    public const int LineEnd = -1;

    private const int ByteOrderMark = 0xFEFF;
    private const int Replacement = 0xFFFD;
    private const int BlockSize = 1 << 16;

    /// <summary>The scalars of some texts in a row, so many at most (null = all). <paramref name="units"/> is told the number of UTF-16
    /// units of each piece of text as it lies in the files; null = nobody.</summary>
    public static IEnumerable<ReadOnlyMemory<int>> Of(IReadOnlyList<TextPiece> pieces, long? most = null, Action<int>? units = null)
    {
        var block = new int[BlockSize + 2];
        var left = most ?? long.MaxValue;
        var reader = new Folding();
        for (var i = 0; i < pieces.Count && left > 0; i++)
        {
            reader.Begin(isFirst: i == 0);
            foreach (var chars in pieces[i].Chars())
            {
                // Read on: a file tells at its end whether it is still the text that was hashed.
                if (left == 0) continue;
                units?.Invoke(chars.Length);
                for (var start = 0; start < chars.Length; start += BlockSize)
                {
                    var count = (int)Math.Min(left, reader.Read(chars.Span[start..Math.Min(chars.Length, start + BlockSize)], block));
                    left -= count;
                    if (count > 0) yield return block.AsMemory(0, count);
                    if (left == 0) break;
                }
            }
        }
    }

    /// <summary>From UTF-16 to scalars with one kind of line end.</summary>
    private sealed class Folding
    {
        private bool isAtStart;
        private bool isAfterReturn;
        private bool owesLineEnd;
        private int last = '\n';
        private char high;

        public void Begin(bool isFirst)
        {
            owesLineEnd = !isFirst && last != '\n';
            (isAtStart, isAfterReturn, high) = (true, false, '\0');
        }

        public int Read(ReadOnlySpan<char> chars, int[] block)
        {
            var count = 0;
            foreach (var unit in chars)
            {
                if (Whole(unit) is not { } scalar) continue;
                var isMark = isAtStart && scalar == ByteOrderMark;
                var isSecondOfLineEnd = isAfterReturn && scalar == '\n';
                (isAtStart, isAfterReturn) = (false, scalar == '\r');
                if (isMark || isSecondOfLineEnd) continue;
                if (owesLineEnd) block[count++] = '\n';
                owesLineEnd = false;
                block[count++] = last = scalar == '\r' ? '\n' : scalar;
            }
            return count;
        }

        /// <summary>Pairs surrogates; a lone one, which no UTF-8 file has, becomes the replacement character.</summary>
        private int? Whole(char unit)
        {
            if (!char.IsSurrogate(unit)) return unit;
            if (char.IsHighSurrogate(unit))
            {
                high = unit;
                return null;
            }
            var scalar = high == '\0' ? Replacement : char.ConvertToUtf32(high, unit);
            high = '\0';
            return scalar;
        }
    }
}
