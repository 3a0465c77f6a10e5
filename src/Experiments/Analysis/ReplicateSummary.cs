using Sweep.Experiments.Contracts;

namespace Sweep.Experiments.Analysis;

/// <summary>What the replicates of one configuration say together. The ledger stores it, <see cref="Ranking"/> orders by it.</summary>
public sealed record ReplicateSummary
{
    /// <summary>Where it stands before any metric is looked at; null while there is nothing to rank.</summary>
    public ConfigTier? Tier { get; init; }

    /// <summary>Replicates with a metric: completed or stopped trials.</summary>
    public int Replicates { get; init; }

    /// <summary>Mean of their metric; null without any.</summary>
    public double? Mean { get; init; }

    /// <summary>Sample standard deviation (n - 1); null with fewer than two.</summary>
    public double? Std { get; init; }

    /// <summary>Squared standard error of the mean (variance / n); null with fewer than two.</summary>
    public double? Error2 { get; init; }

    /// <summary>Best metric among them; null without any.</summary>
    public double? Best { get; init; }

    /// <summary>Replicates that diverged.</summary>
    public int Diverged { get; init; }

    /// <summary>Replicates that failed, or ended without the metric.</summary>
    public int Failed { get; init; }

    /// <summary>Sums up the trials of one configuration.</summary>
    /// <param name="trials">Status and metric of each.</param>
    /// <param name="maximize">True when a larger metric is better.</param>
    public static ReplicateSummary Of(IReadOnlyCollection<(TrialStatus Status, double? Metric)> trials, bool maximize)
    {
        double[] scores = [.. trials.Where(HasScore).Select(trial => trial.Metric!.Value)];
        var diverged = trials.Count(trial => trial.Status == TrialStatus.Diverged);
        var failed = trials.Count(trial => trial.Status == TrialStatus.Failed || (IsScored(trial.Status) && trial.Metric is null));
        var pending = trials.Any(trial => !trial.Status.IsFinal());
        ConfigTier? tier = diverged > 0 ? ConfigTier.Diverged
            : scores.Length > 0 ? ConfigTier.Clean
            : failed > 0 && !pending ? ConfigTier.Failed
            : null;
        var counted = new ReplicateSummary { Tier = tier, Replicates = scores.Length, Diverged = diverged, Failed = failed };
        return scores.Length == 0 ? counted : counted.With(scores, maximize);
    }

    private static bool IsScored(TrialStatus status) => status is TrialStatus.Completed or TrialStatus.Stopped;

    private static bool HasScore((TrialStatus Status, double? Metric) trial) => IsScored(trial.Status) && trial.Metric is not null;

    private ReplicateSummary With(double[] scores, bool maximize)
    {
        // Deviations from one of the values: equal replicates have exactly that mean and exactly no spread.
        var origin = scores.Min();
        var mean = origin + (scores.Sum(score => score - origin) / scores.Length);
        double? variance = scores.Length < 2 ? null : scores.Sum(score => (score - mean) * (score - mean)) / (scores.Length - 1);
        return this with
        {
            Mean = mean,
            Std = variance is { } v ? Math.Sqrt(v) : null,
            Error2 = variance / scores.Length,
            Best = maximize ? scores.Max() : origin,
        };
    }
}
