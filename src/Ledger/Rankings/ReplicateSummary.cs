using Sweep.Contracts;

namespace Sweep.Ledger.Rankings;

/// <summary>What the replicates of one configuration say together. The ledger stores it, <see cref="Ranking"/> orders by it.</summary>
/// <param name="Tier">Where it stands before any metric is looked at; null while there is nothing to rank.</param>
/// <param name="Replicates">Replicates with a metric: completed or stopped trials.</param>
/// <param name="Mean">Mean of their metric; null without any.</param>
/// <param name="Std">Sample standard deviation (n - 1); null with fewer than two.</param>
/// <param name="Error2">Squared standard error of the mean (variance / n); null with fewer than two.</param>
/// <param name="Best">Best metric among them; null without any.</param>
/// <param name="Diverged">Replicates that diverged.</param>
/// <param name="Failed">Replicates that failed, or ended without the metric.</param>
public sealed record ReplicateSummary(
    ConfigTier? Tier = null, int Replicates = 0, double? Mean = null, double? Std = null, double? Error2 = null, double? Best = null,
    int Diverged = 0, int Failed = 0)
{
    /// <summary>Sums up the trials of one configuration.</summary>
    public static ReplicateSummary Of(IReadOnlyCollection<(TrialStatus Status, double? Metric)> trials, bool maximize)
    {
        var counter = new OutcomeCounter(trials.Count);
        foreach (var (status, metric) in trials) counter.Add(status, metric);
        return counter.Summary(maximize);
    }

    /// <summary>Sums up some trials of a sweep, those at some places among all.</summary>
    public static ReplicateSummary Of(ReadOnlySpan<TrialResult> trials, ReadOnlySpan<int> places, bool maximize)
    {
        var counter = new OutcomeCounter(places.Length);
        foreach (var place in places)
        {
            ref readonly var trial = ref trials[place];
            counter.Add(trial.Status, trial.Metric);
        }

        return counter.Summary(maximize);
    }

    private static ReplicateSummary Of(ConfigTier? tier, ReadOnlySpan<double> scores, int diverged, int failed, bool maximize)
    {
        if (scores.IsEmpty) return new ReplicateSummary(tier, Diverged: diverged, Failed: failed);
        double least = scores[0], most = scores[0];
        foreach (var score in scores) (least, most) = (Math.Min(least, score), Math.Max(most, score));
        // Deviations from one of the values: equal replicates have exactly that mean and exactly no spread.
        double sum = 0, squares = 0;
        foreach (var score in scores) sum += score - least;
        var mean = least + (sum / scores.Length);
        foreach (var score in scores) squares += (score - mean) * (score - mean);
        double? variance = scores.Length < 2 ? null : squares / (scores.Length - 1);
        return new ReplicateSummary(
            Tier: tier,
            Replicates: scores.Length,
            Mean: mean,
            Std: variance is { } v ? Math.Sqrt(v) : null,
            Error2: variance / scores.Length,
            Best: maximize ? most : least,
            Diverged: diverged,
            Failed: failed);
    }

    /// <summary>Counts trials one by one: there may be very many configurations.</summary>
    private struct OutcomeCounter(int most)
    {
        private readonly double[] scores = new double[most];
        private int scored, diverged, failed;
        private bool isPending;

        public void Add(TrialStatus status, double? metric)
        {
            switch (status)
            {
                case TrialStatus.Completed or TrialStatus.Stopped when metric is { } score: scores[scored++] = score; break;
                case TrialStatus.Completed or TrialStatus.Stopped or TrialStatus.Failed: failed++; break;
                case TrialStatus.Diverged: diverged++; break;
            }

            isPending |= !status.IsFinal();
        }

        public readonly ReplicateSummary Summary(bool maximize)
        {
            ConfigTier? tier = diverged > 0 ? ConfigTier.Diverged
                : scored > 0 ? ConfigTier.Clean
                : failed > 0 && !isPending ? ConfigTier.Failed
                : null;
            return Of(tier, scores.AsSpan(0, scored), diverged, failed, maximize);
        }
    }
}
