namespace Sweep.Experiments.Data.Tokens;

/// <summary>A part of a text: what is learnt, held out, looked at beside, or left out.</summary>
internal enum Section
{
    Training,
    HeldOut,
    Test,
    Unused,
}

/// <summary>Writes the tokens of units, and adds up what the held-out ones cost beside.</summary>
/// <param name="encoder">From units to tokens.</param>
/// <param name="sink">Takes the tokens of all sections in a row.</param>
/// <param name="cost">What units cost beside their tokens; null = nothing.</param>
internal sealed class TokenWriter(IUnitEncoder encoder, ITokenSink sink, SideCost? cost) : IUnits, ITokenSink
{
    private readonly long[] counts = new long[4];
    private int last;

    public Section Section { get; private set; }

    /// <summary>Units of the training section, where the text is cut by units; the held-out section follows.</summary>
    public long? TrainingUnits { get; init; }

    /// <summary>Units that are not left out, where the text is cut by units.</summary>
    public long? KeptUnits { get; init; }

    /// <summary>Characters of the held-out section.</summary>
    public long Characters { get; private set; }

    /// <summary>Nats that the held-out section costs beside its tokens.</summary>
    public double Nats { get; private set; }

    public long this[Section section] => counts[(int)section];

    public void Begin(Section section)
    {
        Section = section;
        cost?.Begin();
    }

    public void Unit(ReadOnlySpan<char> gap, ReadOnlySpan<char> unit)
    {
        Section = ByUnits() ?? Section;
        if (Section == Section.Unused) return;
        if (!unit.IsEmpty) encoder.Encode(unit, this);
        if (Section == Section.Training) cost?.Learn(gap, unit, last);
        if (Section != Section.HeldOut) return;
        Characters += Scalars(gap) + Scalars(unit);
        Nats += cost?.Of(gap, unit, last) ?? 0;
    }

    void ITokenSink.Add(int token)
    {
        last = token;
        counts[(int)Section]++;
        sink.Add(token);
    }

    private Section? ByUnits()
    {
        // A text to test on is a text of its own, and is not cut.
        if (TrainingUnits is not { } training || Section == Section.Test) return null;
        var written = this[Section.Training] + this[Section.HeldOut];
        return written >= KeptUnits ? Section.Unused : written >= training ? Section.HeldOut : Section.Training;
    }

    private static int Scalars(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var unit in text) if (char.IsLowSurrogate(unit)) count--;
        return count;
    }
}
