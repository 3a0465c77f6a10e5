namespace Sweep.Search.Stoppers;

/// <summary>The rungs of a rule by bracket. Trials take brackets in turn by their number.</summary>
/// <param name="Brackets">Epochs of each bracket's rungs, ascending; at least one bracket.</param>
/// <param name="Eta">About the best 1/eta of the trials at a rung go on; above 1.</param>
/// <param name="HasTop">True when nobody is compared at the last rung of a bracket: what gets there runs to its own end.</param>
public sealed record RungLadders(IReadOnlyList<IReadOnlyList<int>> Brackets, double Eta, bool HasTop)
{
    /// <summary>Number of the bracket that a trial climbs.</summary>
    public int BracketOf(int trial) => trial % Brackets.Count;

    /// <summary>True when trials are compared at a rung, by the number of its bracket and its place there, from 0.</summary>
    public bool Compares(int bracket, int place) => !HasTop || place < Brackets[bracket].Count - 1;

    /// <summary>Epochs that a trial of so many, 0 = unknown, is expected to train when at each rung exactly 1/eta of those that got there
    /// go on, whatever they are.</summary>
    public double ExpectedEpochs(int trial, int epochs)
    {
        var bracket = BracketOf(trial);
        var (expected, share, before) = (0.0, 1.0, 0);
        for (var place = 0; place < Brackets[bracket].Count && Brackets[bracket][place] < epochs; place++)
        {
            expected += share * (Brackets[bracket][place] - before);
            before = Brackets[bracket][place];
            if (Compares(bracket, place)) share /= Eta;
        }

        return expected + (share * (epochs - before));
    }
}

/// <summary>Where rungs lie.</summary>
public static class RungEpochs
{
    /// <summary>Steps from the first rung upwards; those that fall on one epoch are one rung.</summary>
    private const int MostSteps = 100;

    /// <summary>The whole parts of first, first·eta, first·eta², ..., ascending.</summary>
    /// <param name="first">First rung in epochs, at least 1.</param>
    /// <param name="eta">Above 1.</param>
    /// <param name="last">No rung lies after this epoch; null = no end.</param>
    public static IReadOnlyList<int> Upwards(int first, double eta, int? last = null)
    {
        var rungs = new List<int>();
        double epoch = first;
        for (var step = 0; step < MostSteps && epoch < int.MaxValue && (int)epoch <= (last ?? int.MaxValue); step++, epoch *= eta)
        {
            if (rungs.Count == 0 || (int)epoch > rungs[^1]) rungs.Add((int)epoch);
        }

        return rungs;
    }
}
