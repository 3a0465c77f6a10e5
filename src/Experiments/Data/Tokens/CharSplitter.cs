using System.Text;

namespace Sweep.Experiments.Data.Tokens;

/// <summary>Each scalar is a unit; nothing stands for the end of a line of letters.</summary>
internal sealed class CharSplitter : ISplitter
{
    private readonly char[] unit = new char[2];

    public void Read(ReadOnlySpan<int> scalars, IUnits units)
    {
        foreach (var scalar in scalars)
        {
            if (scalar < 0) continue;
            var length = new Rune(scalar).EncodeToUtf16(unit);
            units.Unit([], unit.AsSpan(0, length));
        }
    }

    public void End(IUnits units)
    {
    }
}
