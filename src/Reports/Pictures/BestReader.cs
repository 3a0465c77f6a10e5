using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Outcomes;

namespace Sweep.Reports.Pictures;

/// <summary>Reads how the best value of a sweep came to be.</summary>
public static class BestReader
{
    /// <summary>Reads the best values.</summary>
    /// <param name="ledger">Where to look.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="mostPoints">Single trials that are shown at most, evenly spaced; default 2,000.</param>
    /// <exception cref="PictureException">The sweep has no metric.</exception>
    public static async Task<BestPicture> Read(ILedgerView ledger, SweepRow sweep, int mostPoints = 2000)
    {
        if (!sweep.IsRanked) throw new PictureException("its sweep file names no metric, so no trial is better than another");
        var results = await ledger.ReadResults(sweep.Name);
        var floor = CurvesReader.FloorOf(sweep.Metric, results);
        var best = await CanBeBest(ledger, sweep, results);
        var ended = new List<(DateTimeOffset At, int Trial, double Value)>();
        DateTimeOffset? first = null;
        using (var trials = ledger.ReadTrials(sweep.Name))
        {
            foreach (var trial in trials.Rows)
            {
                if (trial.StartedAt is { } start && !(start >= first)) first = start;
                if (!trial.Status.IsFinal() || trial.Status == TrialStatus.Cancelled || trial.EndedAt is not { } end) continue;
                var counts = trial.Status is TrialStatus.Completed or TrialStatus.Stopped && trial.Metric is not null;
                ended.Add((end, trial.Number, counts ? trial.Metric!.Value : double.NaN));
            }
        }

        ended.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Trial.CompareTo(b.Trial));
        var origin = first ?? sweep.CreatedAt;
        var points = ended
            .Select((trial, i) => new BestStep(i + 1, Math.Max(0, (trial.At - origin).TotalSeconds), trial.Trial, trial.Value))
            .Where(point => double.IsFinite(point.Value)).ToList();
        var every = Math.Max(1, (int)Math.Ceiling(points.Count / (double)mostPoints));
        return new BestPicture
        {
            Sweep = sweep.Name,
            Metric = PictureAxes.OfMetric(sweep.Metric, points.Select(point => point.Value)),
            Maximize = sweep.Maximize,
            Ended = ended.Count,
            WithValue = points.Count,
            Steps = [.. Steps(points.Where(point => best.Contains(point.Trial)), sweep.Maximize)],
            Points = every == 1 ? points : [.. points.Where((_, i) => i % every == 0)],
            Floor = floor,
            Notes = [.. Notes(points, best, every)],
        };
    }

    /// <summary>Numbers of the trials that the ranking lets be the best.</summary>
    private static async Task<HashSet<int>> CanBeBest(ILedgerView ledger, SweepRow sweep, SweepResults results)
    {
        var order = await RankedTrials.Of(ledger, sweep, results);
        return [.. Enumerable.Range(0, results.Trials.Length).Where(order.CanBeBest).Select(place => results.Trials[place].Number)];
    }

    private static IEnumerable<string> Notes(List<BestStep> points, HashSet<int> best, int every)
    {
        if (every > 1) yield return $"one of {every:N0} trials is a point; the line knows all {points.Count:N0}";
        var barred = points.Count(point => !best.Contains(point.Trial));
        if (barred > 0)
            yield return $"{barred:N0} of them cannot be the best: their configuration breaks a constraint or has a diverged seed";
    }

    private static IEnumerable<BestStep> Steps(IEnumerable<BestStep> points, bool maximize)
    {
        double? best = null;
        foreach (var point in points)
        {
            if (best is { } known && (maximize ? point.Value <= known : point.Value >= known)) continue;
            best = point.Value;
            yield return point;
        }
    }
}
