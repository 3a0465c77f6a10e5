using Sweep.Contracts;

namespace Sweep.Search.Stoppers.Halving;

/// <summary><c>early_terminate: asha</c> for trials that can pause: each waits at every rung until it is among the best 1/eta
/// there.</summary>
/// <remarks>
/// Li et al., "A system for massively parallel hyperparameter tuning" (arXiv 1810.05934), algorithm 2: of n trials that have reached a
/// rung the best ⌊n/eta⌋ may go on; the highest rung with one that has not gone on comes first, and there the best of them. Equal
/// losses go by trial number. Nobody waits at the last rung: what gets there runs to its own end. A trial without a finite loss never
/// goes on, and counts among the n.
/// </remarks>
public sealed class AshaPromotion : IStopper
{
    private readonly AshaRules rules;
    private readonly IReadOnlyList<Bracket> brackets;
    private readonly Rung[] highestFirst;
    private readonly Dictionary<int, Rung> pausedAt = [];
    private readonly BestSoFar bests = new();

    /// <summary>A rule.</summary>
    /// <exception cref="ArgumentException">There are more brackets than rungs.</exception>
    public AshaPromotion(AshaRules rules)
    {
        this.rules = rules;
        Rungs = rules.Rungs;
        brackets = rules.NewBrackets();
        highestFirst = [.. brackets.SelectMany(bracket => bracket.Rungs).Where(rung => !rung.IsTop)
            .OrderByDescending(rung => rung.Epoch).ThenBy(rung => rung.Bracket)];
    }

    /// <inheritdoc />
    public bool Pauses => true;

    /// <inheritdoc />
    public string Name => rules.Name;

    /// <inheritdoc />
    public IReadOnlyList<int> Rungs { get; }

    /// <inheritdoc />
    public bool ChoosesByRung => rules.ChoosesByRung;

    /// <inheritdoc />
    public RungLadders Ladders => rules.Ladders;

    /// <inheritdoc />
    public void Note(int trial, Reading report) => BracketOf(trial).Note(trial, report);

    /// <summary>Pauses a trial at each rung but the last. Whoever asks lets it run on when <see cref="Promote"/> names it at
    /// once.</summary>
    public Verdict? Judge(TrialCurve own)
    {
        if (BracketOf(own.Trial).Reached(own) is not { IsTop: false } rung || !double.IsFinite(own.Newest.Loss)) return null;
        rung.Pause(own.Trial);
        pausedAt[own.Trial] = rung;
        var best = bests.Of(own)!.Value.Loss;
        var place = RungPlace.Of(rung, own.Trial, best);
        var shown = rules.Maximize ? -best : best;
        return new PauseVerdict(
            FormattableString.Invariant($"{Name}: {shown:G6} is {place}, of which the best 1/{rules.Eta:0.##} go on"),
            place.Evidence());
    }

    /// <inheritdoc />
    public int? Promotable => Next() is { } next ? next.Rung.Waiting[0].Trial : null;

    /// <inheritdoc />
    public Promotion? Promote()
    {
        if (Next() is not { } place) return null;
        var trial = place.Rung.Waiting[0].Trial;
        Release(trial);
        return new(trial, FormattableString.Invariant($"{Name}: {place}, among the best 1/{rules.Eta:0.##}"), place.Evidence());
    }

    /// <inheritdoc />
    public void End(int trial, TrialStatus status)
    {
        Release(trial);
        bests.Forget(trial);
    }

    /// <summary>Where the next one waits that may go on; null = none may.</summary>
    private RungPlace? Next()
    {
        foreach (var rung in highestFirst)
        {
            if (rung.Waiting.Count == 0) continue;
            var place = new RungPlace(rung, rung.Trials.Before(rung.Waiting[0]), rung.Trials.Count);
            if (place.Better < rules.Places(place.Count)) return place;
        }

        return null;
    }

    private void Release(int trial)
    {
        if (pausedAt.Remove(trial, out var rung)) rung.Release(trial);
    }

    private Bracket BracketOf(int trial) => brackets[trial % brackets.Count];
}
