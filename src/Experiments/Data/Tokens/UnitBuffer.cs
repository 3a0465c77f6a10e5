using System.Text;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>UTF-16 text that grows by scalars.</summary>
internal sealed class UnitBuffer
{
    private char[] chars = new char[64];

    public int Scalars { get; private set; }

    /// <summary>UTF-16 units in it.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => chars.AsSpan(0, Length);

    public void Add(int scalar)
    {
        if (Length + 2 > chars.Length) Array.Resize(ref chars, 2 * chars.Length);
        Length += new Rune(scalar).EncodeToUtf16(chars.AsSpan(Length));
        Scalars++;
    }

    public void Clear() => (Length, Scalars) = (0, 0);
}
