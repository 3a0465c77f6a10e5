namespace Sweep.Ledger.Rules;

/// <summary>Effects of many trials, in rounds in which those of one kind stand together and are about different rows, so that a database
/// can write them with one statement. Those of one trial keep their order.</summary>
internal sealed class EffectRounds
{
    private readonly List<(int Round, int Kind, long Id, TrialEffect Effect)> effects = [];

    /// <summary>Adds what happens to a trial, which comes once.</summary>
    public void Add(long id, IReadOnlyList<TrialEffect> ofTrial)
    {
        var (round, last) = (0, -1);
        foreach (var effect in ofTrial)
        {
            var kind = Kind(effect);
            // A row is written once in a round. Reports of an attempt are of different epochs.
            if (kind < last || (kind == last && effect is not ReportPut)) round++;
            last = kind;
            effects.Add((round, kind, id, effect));
        }
    }

    /// <summary>All of them, each round kind by kind.</summary>
    public IEnumerable<IEnumerable<(long Id, TrialEffect Effect)>> InOrder() =>
        effects.GroupBy(one => one.Round).OrderBy(round => round.Key)
            .Select(round => round.OrderBy(one => one.Kind).Select(one => (one.Id, one.Effect)));

    /// <summary>The order in which these happen to most trials.</summary>
    private static int Kind(TrialEffect effect) => effect switch
    {
        TrialChanged => 0,
        AttemptAdded => 1,
        AttemptMaker => 2,
        ReportPut => 3,
        ReportsDropped => 4,
        AttemptEnded => 5,
        _ => throw new ArgumentException($"the ledger does not know the effect {effect.GetType().Name}", nameof(effect)),
    };
}
