using System.Globalization;

namespace Sweep.Search.Stoppers;

/// <summary><c>early_terminate: hyperband</c> as the W&amp;B controller does it:
/// at each band of epochs only the best 1/eta of the trials go on.</summary>
/// <remarks>
/// With n values of the metric at a band, ascending, the threshold is the one at index ⌊n/eta⌋; a trial is held against the last band it
/// has passed, and stops when its value there (strict) or its best value so far (not strict) is above the threshold. As more trials pass
/// the band the threshold moves, so a trial can also stop between two bands. Li et al., "Hyperband", JMLR 18 (2018) is where it comes from.
/// </remarks>
public sealed class HyperbandStopper : IStopper
{
    private readonly double eta;
    private readonly bool strict;
    private readonly Dictionary<int, SortedDictionary<int, double>> reports = [];

    private readonly int sign;

    private HyperbandStopper(IReadOnlyList<int> bands, double eta, bool strict, bool maximize)
    {
        sign = maximize ? -1 : 1;
        Bands = bands;
        this.eta = eta;
        this.strict = strict;
    }

    /// <summary>Epochs at which trials are compared, ascending.</summary>
    public IReadOnlyList<int> Bands { get; }

    /// <inheritdoc />
    public string Name => "hyperband";

    /// <summary>Bands at minIter, minIter·eta, minIter·eta², ... (whole part).</summary>
    /// <param name="minIter">First band in epochs, at least 1.</param>
    /// <param name="eta">Above 1; W&amp;B's default is 3.</param>
    /// <param name="strict">Compare the value at the band, not the best so far; W&amp;B's default is true.</param>
    /// <param name="maximize">The metric comes negated, so reasons show it with the other sign.</param>
    public static HyperbandStopper FromMinIter(int minIter, double eta, bool strict, bool maximize = false)
    {
        var bands = new List<int>();
        for (double band = minIter; band < int.MaxValue && bands.Count < 100; band *= eta) bands.Add((int)band);
        return new(bands, eta, strict, maximize);
    }

    /// <summary>Bands at maxIter/eta, maxIter/eta², ... (whole part), <paramref name="s"/> of them while they are at least 1.</summary>
    /// <param name="maxIter">Epochs of a whole trial.</param>
    /// <param name="s">Number of bands.</param>
    /// <param name="eta">Above 1; W&amp;B's default is 3.</param>
    /// <param name="strict">Compare the value at the band, not the best so far; W&amp;B's default is true.</param>
    /// <param name="maximize">The metric comes negated, so reasons show it with the other sign.</param>
    public static HyperbandStopper FromMaxIter(int maxIter, int s, double eta, bool strict, bool maximize = false)
    {
        var bands = new List<int>();
        for (var band = maxIter / eta; band >= 1 && bands.Count < s; band /= eta) bands.Add((int)band);
        bands.Reverse();
        return new(bands, eta, strict, maximize);
    }

    /// <inheritdoc />
    public void Note(int trial, Reading report)
    {
        if (!double.IsFinite(report.Loss)) return;
        if (!reports.TryGetValue(trial, out var own)) reports[trial] = own = [];
        own[report.Epoch] = report.Loss;
    }

    /// <inheritdoc />
    public Verdict? Judge(TrialCurve own)
    {
        var (trial, epoch) = (own.Trial, own.Newest.Epoch);
        var band = Bands.LastOrDefault(candidate => candidate <= epoch);
        if (band == 0) return null;
        var mine = own.Reports.Where(report => double.IsFinite(report.Loss)).ToList();
        if (mine.Find(report => report.Epoch == band) is not { Epoch: > 0, Loss: var atBand }) return null;
        var values = reports.Where(history => history.Key != trial && history.Value.ContainsKey(band))
            .Select(history => history.Value[band]).Append(atBand).Order().ToList();
        var threshold = values[(int)(1 / eta * values.Count)];
        var value = strict ? atBand : mine.Min(report => report.Loss);
        if (value <= threshold) return null;
        return new StopVerdict(string.Create(
            CultureInfo.InvariantCulture,
            $"hyperband: {sign * value:G6} at epoch {band} is not among the best 1/{eta:0.##} of {values.Count} trials (limit " +
                $"{sign * threshold:G6})"));
    }
}
