using System.Globalization;
using Sweep.Contracts;

namespace Sweep.Search.Stoppers;

/// <summary><c>early_terminate: median</c>: a trial stops when its best value so far is worse than the median of the others at the
/// same epoch.</summary>
/// <remarks>
/// Golovin et al., "Google Vizier" (2017), section 3.2, with the defaults of Optuna's MedianPruner (5 trials, no warm-up). Optuna compares
/// with completed trials only, so that nobody is stopped before 5 trials have ended; this rule compares with all that reported that
/// very epoch, whether they run, have ended or were stopped.
/// </remarks>
/// <param name="startupTrials">Other trials that must have reported an epoch before anyone is stopped there, at least 1; default 5.</param>
/// <param name="warmup">Epochs in which nobody is stopped; default 0.</param>
/// <param name="maximize">The metric comes negated, so reasons show it with the other sign.</param>
public sealed class MedianStopper(int startupTrials = 5, int warmup = 0, bool maximize = false) : IStopper
{
    private readonly int sign = maximize ? -1 : 1;
    private readonly Dictionary<int, LossRanks> byEpoch = [];
    private readonly BestSoFar bests = new();

    /// <inheritdoc />
    public string Name => "median";

    /// <inheritdoc />
    public void Note(int trial, Reading report)
    {
        if (!double.IsFinite(report.Loss)) return;
        if (!byEpoch.TryGetValue(report.Epoch, out var losses)) byEpoch[report.Epoch] = losses = new();
        losses.Set(trial, report.Loss);
    }

    /// <inheritdoc />
    public Verdict? Judge(TrialCurve own)
    {
        var epoch = own.Newest.Epoch;
        if (epoch <= warmup || !double.IsFinite(own.Newest.Loss) || !byEpoch.TryGetValue(epoch, out var here)) return null;
        var others = here.Without(own.Trial);
        if (others.Count < startupTrials) return null;
        var median = (others[(others.Count - 1) / 2] + others[others.Count / 2]) / 2;
        var best = bests.Of(own)!.Value.Loss;
        if (best <= median) return null;
        return new StopVerdict(string.Create(CultureInfo.InvariantCulture,
            $"median: its best value {sign * best:G6} is worse than the median {sign * median:G6} of {others.Count} others at " +
                $"epoch {epoch}"));
    }

    /// <inheritdoc />
    public void End(int trial, TrialStatus status) => bests.Forget(trial);
}
