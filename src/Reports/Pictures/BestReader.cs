using Sweep.Contracts.Rows;
using Sweep.Ledger;

namespace Sweep.Reports.Pictures;

/// <summary>Reads how the best value of a sweep came to be.</summary>
public static class BestReader
{
    /// <summary>Reads the best values, and so many single trials at most, evenly spaced.</summary>
    /// <exception cref="PictureException">The sweep has no metric.</exception>
    public static async Task<BestPicture> Read(ILedgerView ledger, SweepRow sweep, int mostPoints = 2000)
    {
        if (!sweep.IsRanked) throw new PictureException("its sweep file names no metric, so no trial is better than another");
        var results = await ledger.ReadResults(sweep.Name);
        var ended = await EndedTrials.Read(ledger, sweep, results);
        var origin = ended.Began ?? sweep.CreatedAt;
        BestStep[] points = [.. ended.Valued.Select(Step)];
        var every = Math.Max(1, (int)Math.Ceiling(points.Length / (double)mostPoints));
        return new BestPicture(
            Sweep: sweep.Name,
            Metric: PictureAxes.OfMetric(sweep.Metric, points.Select(point => point.Value)),
            Maximize: sweep.Maximize,
            Ended: ended.Count,
            WithValue: points.Length,
            Steps: [.. ended.Counted.Where(trial => trial.IsBest).Select(trial => Step(trial.Trial))],
            Points: every == 1 ? points : [.. points.Where((_, i) => i % every == 0)],
            Floor: CurvesReader.FloorOf(sweep.Metric, results),
            Notes: [.. Notes(points.Length, points.Length - ended.Counted.Count, every)]);

        BestStep Step(ValuedTrial trial) => new(trial.Place, Math.Max(0, (trial.At - origin).TotalSeconds), trial.Number, trial.Value);
    }

    private static IEnumerable<string> Notes(int points, int barred, int every)
    {
        if (every > 1) yield return $"one of {every:N0} trials is a point; the line knows all {points:N0}";
        if (barred > 0)
            yield return $"{barred:N0} of them cannot be the best: their configuration breaks a constraint or has a diverged seed";
    }
}
