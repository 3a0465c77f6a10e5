using Sweep.Contracts;

namespace Sweep.Search.Stoppers.Halving;

/// <summary><c>early_terminate: asha</c> for trials that cannot pause: at each rung a trial stops unless it is among the best 1/eta of
/// those that have reached it so far.</summary>
/// <remarks>
/// Li et al. (arXiv 1810.05934), in the form without promotion. Of n trials at a rung, this one among them, a trial goes on when fewer than
/// ⌊n/eta⌋ are better. While n is below eta everybody goes on: Optuna's SuccessiveHalvingPruner stops all but the best of them, so that
/// the second of two trials never gets on. Nobody stops at the last rung. What went on is not looked at again before the next rung.
/// </remarks>
/// <param name="rules">More brackets than rungs are an <see cref="ArgumentException"/>.</param>
public sealed class AshaStopping(AshaRules rules) : IStopper
{
    private readonly IReadOnlyList<Bracket> brackets = rules.NewBrackets();
    private readonly BestSoFar bests = new();

    /// <inheritdoc />
    public string Name => rules.Name;

    /// <inheritdoc />
    public IReadOnlyList<int> Rungs { get; } = rules.Rungs;

    /// <inheritdoc />
    public RungLadders Ladders => rules.Ladders;

    /// <inheritdoc />
    public void Note(int trial, Reading report) => brackets[trial % brackets.Count].Note(trial, report);

    /// <inheritdoc />
    public Verdict? Judge(TrialCurve own)
    {
        var bracket = brackets[own.Trial % brackets.Count];
        if (bracket.Reached(own) is not { IsTop: false } rung || !double.IsFinite(own.Newest.Loss)) return null;
        var best = bests.Of(own)!.Value.Loss;
        var place = RungPlace.Of(rung, own.Trial, best);
        if (place.Count < rules.Eta || place.Better < rules.Places(place.Count)) return null;
        var shown = rules.Maximize ? -best : best;
        return new StopVerdict(
            FormattableString.Invariant($"{Name}: {shown:G6} is {place}, not among the best 1/{rules.Eta:0.##}"), place.Evidence());
    }

    /// <inheritdoc />
    public void End(int trial, TrialStatus status) => bests.Forget(trial);
}
