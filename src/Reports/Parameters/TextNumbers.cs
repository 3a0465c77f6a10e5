namespace Sweep.Reports.Parameters;

/// <summary>Numbers texts in order of first appearance, equal ones alike; keeps their bytes in one array, since there may be very
/// many.</summary>
internal sealed class TextNumbers
{
    private const int LeastSlots = 16;

    private readonly List<(int End, int Hash)> texts = [];
    private byte[] bytes = new byte[LeastSlots];

    /// <summary>Number of a text + 1, near the place that its hash names; 0 where none is. Never more than half full.</summary>
    private int[] slots = new int[LeastSlots];

    public int Count => texts.Count;

    /// <summary>The text of a number, in UTF-8.</summary>
    public ReadOnlySpan<byte> this[int number]
    {
        get
        {
            var start = number == 0 ? 0 : texts[number - 1].End;
            return bytes.AsSpan(start, texts[number].End - start);
        }
    }

    /// <summary>The number of a text in UTF-8, from 0.</summary>
    public int Of(ReadOnlySpan<byte> text)
    {
        var code = new HashCode();
        code.AddBytes(text);
        var hash = code.ToHashCode();
        var slot = hash & (slots.Length - 1);
        for (; slots[slot] > 0; slot = (slot + 1) & (slots.Length - 1))
        {
            var number = slots[slot] - 1;
            if (texts[number].Hash == hash && this[number].SequenceEqual(text)) return number;
        }

        Add(text, hash);
        slots[slot] = texts.Count;
        if (texts.Count * 2 > slots.Length) Grow();
        return texts.Count - 1;
    }

    private void Add(ReadOnlySpan<byte> text, int hash)
    {
        var start = texts.Count == 0 ? 0 : texts[^1].End;
        if (bytes.Length < start + text.Length) Array.Resize(ref bytes, Math.Max(2 * bytes.Length, start + text.Length));
        text.CopyTo(bytes.AsSpan(start));
        texts.Add((start + text.Length, hash));
    }

    private void Grow()
    {
        slots = new int[4 * slots.Length];
        for (var number = 0; number < texts.Count; number++)
        {
            var slot = texts[number].Hash & (slots.Length - 1);
            while (slots[slot] > 0) slot = (slot + 1) & (slots.Length - 1);
            slots[slot] = number + 1;
        }
    }
}
