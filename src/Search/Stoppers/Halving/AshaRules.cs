namespace Sweep.Search.Stoppers.Halving;

/// <summary>How asynchronous successive halving compares. Immutable.</summary>
/// <param name="MinIter">First rung in epochs, at least 1; default 1.</param>
/// <param name="Eta">The best 1/eta of a rung go on; above 1, default 3.</param>
/// <param name="MaxIter">No rung lies after this epoch, and on the last one nobody waits or stops; null (default) = no end.</param>
/// <param name="Brackets">Ladders that begin one rung later each; trials take them in turn by their number. At least 1 (default), at most
/// as many as there are rungs.</param>
public sealed record AshaRules(int MinIter = 1, double Eta = 3, int? MaxIter = null, int Brackets = 1)
{
    /// <summary>Name in reasons: <c>asha</c> or <c>bohb</c>.</summary>
    public string Name { get; init; } = "asha";

    /// <summary>True when a sampler that learns is to look at one rung at a time; default false.</summary>
    public bool ChoosesByRung { get; init; }

    /// <summary>The metric comes negated, so reasons show it with the other sign.</summary>
    public bool Maximize { get; init; }

    /// <summary>Epochs of all rungs, ascending.</summary>
    public IReadOnlyList<int> Rungs => RungEpochs.Upwards(MinIter, Eta, MaxIter);

    /// <summary>The rungs by bracket.</summary>
    public RungLadders Ladders =>
        new([.. Enumerable.Range(0, Brackets).Select(number => Rungs.Skip(number).ToList())], Eta, HasTop: MaxIter is not null);

    /// <summary>How many of the trials that reached a rung may go on.</summary>
    public int Places(int count) => (int)(count / Eta);

    /// <summary>Brackets by number, each with its own rungs.</summary>
    /// <exception cref="ArgumentException">There are more brackets than rungs.</exception>
    internal IReadOnlyList<Bracket> NewBrackets()
    {
        var rungs = Rungs;
        return Brackets >= 1 && Brackets <= rungs.Count
            ? [.. Enumerable.Range(0, Brackets).Select(number => new Bracket(number, [.. rungs.Skip(number)], MaxIter is not null))]
            : throw new ArgumentException($"expected 1 to {rungs.Count} brackets, one for each rung, found {Brackets}");
    }
}
