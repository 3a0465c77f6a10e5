namespace Sweep.Search.Stoppers;

/// <summary>The rungs of a rule by bracket. Trials take brackets in turn by their number.</summary>
/// <param name="Brackets">Epochs of each bracket's rungs, ascending; at least one bracket.</param>
/// <param name="Eta">About the best 1/eta of the trials at a rung go on; above 1.</param>
/// <param name="HasTop">True when nobody is compared at the last rung of a bracket: what gets there runs to its own end.</param>
public sealed record RungLadders(IReadOnlyList<IReadOnlyList<int>> Brackets, double Eta, bool HasTop)
{
    /// <summary>Number of the bracket that a trial climbs.</summary>
    public int BracketOf(int trial) => trial % Brackets.Count;

    /// <summary>True when trials are compared at a rung.</summary>
    /// <param name="bracket">Number of its bracket.</param>
    /// <param name="place">Its place there, from 0.</param>
    public bool Compares(int bracket, int place) => !HasTop || place < Brackets[bracket].Count - 1;

    /// <summary>Epochs that a trial is expected to train when at each rung exactly 1/eta of those that got there go on, whatever they
    /// are.</summary>
    /// <param name="trial">Trial number.</param>
    /// <param name="epochs">Epochs of the whole trial; 0 = unknown.</param>
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
