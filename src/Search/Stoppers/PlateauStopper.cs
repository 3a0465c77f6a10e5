using Sweep.Contracts;

namespace Sweep.Search.Stoppers;

/// <summary><c>early_terminate: plateau</c>: a trial stops when its best value has not become better for some epochs. It looks at no
/// other trial.</summary>
/// <remarks>
/// As Keras' EarlyStopping: a report counts as better when its loss is below the one that counted last by more than
/// <paramref name="minDelta"/>, so many small steps count once they add up. A report without a finite loss is never better.
/// </remarks>
/// <param name="patience">Epochs without a better report after which a trial stops, at least 1; default 5.</param>
/// <param name="minDelta">At least 0, in units of the metric; default 0.</param>
/// <param name="maximize">The metric comes negated, so reasons show it with the other sign.</param>
public sealed class PlateauStopper(int patience = 5, double minDelta = 0, bool maximize = false) : IStopper
{
    private readonly int sign = maximize ? -1 : 1;
    private readonly BestSoFar bests = new(minDelta);

    /// <inheritdoc />
    public string Name => "plateau";

    /// <inheritdoc />
    public void Note(int trial, Reading report)
    {
    }

    /// <inheritdoc />
    public Verdict? Judge(TrialCurve own)
    {
        if (bests.Of(own) is not { } best || own.Newest.Epoch - best.Epoch < patience || !double.IsFinite(own.Newest.Loss)) return null;
        var margin = minDelta > 0 ? FormattableString.Invariant($" by more than {minDelta:G6}") : "";
        return new StopVerdict(FormattableString.Invariant(
            $"plateau: no epoch since {best.Epoch} was better than {sign * best.Loss:G6}{margin}"));
    }

    /// <inheritdoc />
    public void End(int trial, TrialStatus status) => bests.Forget(trial);
}
