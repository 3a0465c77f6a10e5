using System.Globalization;

namespace Sweep.Search.Stoppers;

/// <summary><c>early_terminate: median</c>: a trial stops when its best value so far is worse than the median of the others at the
/// same epoch.</summary>
/// <remarks>Golovin et al., "Google Vizier" (2017), with Optuna's defaults.
/// Only trials that reported that very epoch are compared.</remarks>
/// <param name="startupTrials">Other trials that must have reported an epoch before anyone is stopped there, at least 1; default 5.</param>
/// <param name="warmup">Epochs in which nobody is stopped; default 0.</param>
/// <param name="maximize">The metric comes negated, so reasons show it with the other sign.</param>
public sealed class MedianStopper(int startupTrials = 5, int warmup = 0, bool maximize = false) : IStopper
{
    private readonly int sign = maximize ? -1 : 1;
    private readonly Dictionary<int, Dictionary<int, double>> byEpoch = [];
    private readonly Dictionary<(int Trial, int Epoch), string?> answers = [];

    /// <inheritdoc />
    public string Name => "median";

    /// <inheritdoc />
    public string? Decide(int trial, int epoch, double metric)
    {
        if (answers.TryGetValue((trial, epoch), out var given)) return given;
        if (double.IsFinite(metric))
        {
            if (!byEpoch.TryGetValue(epoch, out var values)) byEpoch[epoch] = values = [];
            values[trial] = metric;
        }

        return answers[(trial, epoch)] = Judge(trial, epoch);
    }

    private string? Judge(int trial, int epoch)
    {
        if (epoch <= warmup || !byEpoch.TryGetValue(epoch, out var here) || !here.ContainsKey(trial)) return null;
        var others = here.Where(report => report.Key != trial).Select(report => report.Value).Order().ToList();
        if (others.Count < startupTrials) return null;
        var median = (others[(others.Count - 1) / 2] + others[others.Count / 2]) / 2;
        var best = byEpoch.Where(reports => reports.Key <= epoch && reports.Value.ContainsKey(trial)).Min(reports => reports.Value[trial]);
        if (best <= median) return null;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"median: its best value {sign * best:G6} is worse than the median {sign * median:G6} of {others.Count} others at " +
                $"epoch {epoch}");
    }
}
