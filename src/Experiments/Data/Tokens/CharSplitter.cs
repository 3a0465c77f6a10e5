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
            units.Unit([], unit.AsSpan(0, new Rune(scalar).EncodeToUtf16(unit)));
        }
    }

    public void End(IUnits units)
    {
    }
}
