using System.Globalization;
using Sweep.Contracts;

namespace Sweep.Search.Stoppers;

/// <summary><c>early_terminate: hyperband</c> as the W&amp;B controller does it:
/// at each band of epochs only the best 1/eta of the trials go on.</summary>
/// <remarks>
/// With n values of the metric at a band, ascending, the threshold is the one at index ⌊n/eta⌋; a trial is held against the last band
/// it has passed, and stops when its value there (strict) or its best value so far (not strict) is above the threshold. As more trials
/// pass the band the threshold moves, so a trial can also stop between two bands.
/// Li et al., "Hyperband", JMLR 18 (2018) is where it comes from.
/// </remarks>
public sealed class HyperbandStopper : IStopper
{
    private readonly double eta;
    private readonly bool strict;
    private readonly int sign;
    private readonly List<int> bands;
    private readonly Dictionary<int, LossRanks> losses;
    private readonly BestSoFar bests = new();

    private HyperbandStopper(IEnumerable<int> bands, double eta, bool strict, bool maximize)
    {
        this.bands = [.. bands.Distinct()];
        this.eta = eta;
        this.strict = strict;
        sign = maximize ? -1 : 1;
        losses = this.bands.ToDictionary(band => band, _ => new LossRanks());
    }

    /// <inheritdoc />
    public IReadOnlyList<int> Rungs => bands;

    /// <inheritdoc />
    public RungLadders Ladders => new([bands], eta, HasTop: false);

    /// <inheritdoc />
    public string Name => "hyperband";

    /// <summary>Bands at minIter, minIter·eta, minIter·eta², ... (whole part).</summary>
    /// <param name="minIter">First band in epochs, at least 1.</param>
    /// <param name="eta">Above 1; W&amp;B's default is 3.</param>
    /// <param name="strict">Compare the value at the band, not the best so far; W&amp;B's default is true.</param>
    /// <param name="maximize">The metric comes negated, so reasons show it with the other sign.</param>
    public static HyperbandStopper FromMinIter(int minIter, double eta, bool strict, bool maximize = false) =>
        new(RungEpochs.Upwards(minIter, eta), eta, strict, maximize);

    /// <summary>As <see cref="FromMinIter"/>, with <paramref name="s"/> bands at maxIter/eta, maxIter/eta², ... (whole part), while they
    /// are at least 1; <paramref name="maxIter"/> is the epochs of a whole trial.</summary>
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
        if (double.IsFinite(report.Loss) && losses.TryGetValue(report.Epoch, out var band)) band.Set(trial, report.Loss);
    }

    /// <inheritdoc />
    public Verdict? Judge(TrialCurve own)
    {
        if (BandAt(own.Newest.Epoch) is not { } band || own.LossAt(band) is not { } atBand || !double.IsFinite(atBand)) return null;
        var others = losses[band].Without(own.Trial);
        var threshold = others.With(atBand, (int)(1 / eta * (others.Count + 1)));
        var value = strict ? atBand : bests.Of(own)!.Value.Loss;
        if (value <= threshold) return null;
        return new StopVerdict(string.Create(CultureInfo.InvariantCulture,
            $"hyperband: {sign * value:G6} at epoch {band} is not among the best 1/{eta:0.##} of {others.Count + 1} trials (limit " +
                $"{sign * threshold:G6})"));
    }

    /// <inheritdoc />
    public void End(int trial, TrialStatus status) => bests.Forget(trial);

    /// <summary>The last band up to an epoch; null = none.</summary>
    private int? BandAt(int epoch)
    {
        var place = bands.BinarySearch(epoch);
        return place >= 0 ? epoch : place == ~0 ? null : bands[~place - 1];
    }
}
