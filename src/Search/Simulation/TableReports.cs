using Sweep.Contracts;

namespace Sweep.Search.Simulation;

/// <summary>Trials that were recorded: every configuration of a finite space with its epochs, under one or several seeds.</summary>
/// <remarks>
/// The truth of a configuration at an epoch is the mean over its recorded seeds. A trial that was recorded with fewer epochs than another
/// seed of its configuration diverged there.
/// </remarks>
public sealed class TableReports : IReportSource
{
    private readonly Dictionary<TrialConfig, Recorded> curves;
    private readonly int firstSeed;

    /// <summary>A table.</summary>
    /// <param name="rows">Recorded epochs, in any order.</param>
    /// <param name="firstSeed">Which recorded seed, counted from 0 and round again, the first replicate of a configuration has.</param>
    /// <exception cref="ArgumentException">No row has a finite loss.</exception>
    public TableReports(IEnumerable<RecordedEpoch> rows, int firstSeed = 0)
        : this(rows.GroupBy(row => row.Config).ToDictionary(group => group.Key, group => new Recorded(group)), firstSeed)
    {
    }

    private TableReports(Dictionary<TrialConfig, Recorded> curves, int firstSeed)
    {
        (this.curves, this.firstSeed) = (curves, firstSeed);
        double[] truths = [.. curves.Values.SelectMany(own => own.Truths).Where(double.IsFinite)];
        Optimum = truths.Length > 0 ? truths.Min() : throw new ArgumentException("no epoch of the table has a finite loss", nameof(curves));
    }

    /// <inheritdoc />
    public double? Optimum { get; }

    /// <summary>Configurations in the table.</summary>
    public IReadOnlyCollection<TrialConfig> Configurations => curves.Keys;

    /// <summary>What it costs to train every configuration once to its end, in epochs.</summary>
    public int Epochs => curves.Values.Sum(own => own.Truths.Count);

    /// <summary>The same table, in which the first replicate of a configuration has another seed.</summary>
    public TableReports From(int seed) => new(curves, seed);

    /// <inheritdoc />
    public int EpochsOf(TrialConfig config) => Find(config).Truths.Count;

    /// <inheritdoc />
    public SimulatedReport Report(TrialConfig config, int trial, int replicate, int epoch)
    {
        var own = Find(config);
        var seed = own.Seeds[(int)(((long)firstSeed + replicate) % own.Seeds.Count)];
        if (epoch <= seed.Count && double.IsFinite(seed[epoch - 1].Loss))
            return new SimulatedReport(seed[epoch - 1].Loss, own.Truths[epoch - 1], seed[epoch - 1].Seconds);
        // It diverged, and the time in which it did so may not have been recorded.
        return new SimulatedReport(double.NaN, double.PositiveInfinity, seed[Math.Min(epoch, seed.Count) - 1].Seconds);
    }

    private Recorded Find(TrialConfig config) => curves.GetValueOrDefault(config)
        ?? throw new KeyNotFoundException($"the table has no trial of {config}: simulate the space that was recorded");

    /// <summary>A configuration under each seed, in the order of the seeds.</summary>
    private sealed class Recorded
    {
        public Recorded(IEnumerable<RecordedEpoch> rows)
        {
            Seeds = [.. rows.GroupBy(row => row.Seed).OrderBy(seed => seed.Key).Select(seed => seed.OrderBy(row => row.Epoch).ToList())];
            Truths = [.. Enumerable.Range(0, Seeds.Max(seed => seed.Count)).Select(Truth)];
        }

        public IReadOnlyList<IReadOnlyList<RecordedEpoch>> Seeds { get; }

        /// <summary>Mean loss at each epoch; infinite where a seed has none.</summary>
        public IReadOnlyList<double> Truths { get; }

        private double Truth(int epoch) => Seeds.All(seed => epoch < seed.Count && double.IsFinite(seed[epoch].Loss))
            ? Seeds.Average(seed => seed[epoch].Loss)
            : double.PositiveInfinity;
    }
}

/// <summary>An epoch of a trial that was recorded.</summary>
/// <param name="Config">Its configuration.</param>
/// <param name="Seed">Its seed, any number.</param>
/// <param name="Epoch">From 1, without gaps.</param>
/// <param name="Loss">Lower is better; NaN or infinite = it diverged.</param>
/// <param name="Seconds">How long the epoch took.</param>
public sealed record RecordedEpoch(TrialConfig Config, int Seed, int Epoch, double Loss, double Seconds);
