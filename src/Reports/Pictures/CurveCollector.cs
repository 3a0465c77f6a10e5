using Sweep.Ledger;
using Sweep.Ledger.Rankings;

namespace Sweep.Reports.Pictures;

/// <summary>Makes curves of reports that come by trial and epoch. Memory grows with the curves that are shown, not with the reports; only
/// the bands keep a value for each trial and drawn epoch.</summary>
internal sealed class CurveCollector
{
    private readonly CurvePlan plan;
    private readonly SweepResults results;
    private readonly EpochGrid grid;
    private readonly CurveSums?[] sums;
    private readonly List<(int Epoch, double Value)>?[] single;
    private readonly List<float>[]? all;
    private readonly Dictionary<int, int> placeOf;
    private (int Epoch, double Value)? held;
    private int heldCurve = -1;

    public CurveCollector(CurvePlan plan, SweepResults results, EpochGrid grid)
    {
        (this.plan, this.results, this.grid) = (plan, results, grid);
        var isSingle = plan.Grouping == CurveGrouping.Trial;
        sums = [.. plan.Curves.Select(_ => isSingle ? null : new CurveSums(grid.Epochs.Length))];
        single = [.. plan.Curves.Select(_ => isSingle ? new List<(int, double)>() : null)];
        if (plan.Curves.Count < plan.All) all = [.. grid.Epochs.Select(_ => new List<float>())];
        placeOf = results.Trials.Index().ToDictionary(trial => trial.Item.Number, trial => trial.Index);
    }

    /// <summary>Trials that have reported the metric.</summary>
    public int Trials { get; private set; }

    /// <summary>Takes all reports by trial and epoch, and the place of the metric in each.</summary>
    public void Take(IEnumerable<ReportRow> reports, int metric)
    {
        var (trial, newest, curve, hasAny) = (-1, 0, -1, false);
        foreach (var report in reports)
        {
            if (report.Trial != trial)
            {
                Flush();
                (trial, newest, hasAny) = (report.Trial, 0, false);
                curve = placeOf.TryGetValue(trial, out var place) ? plan.CurveOf[place] : -1;
            }

            // A newer attempt began anew from an earlier checkpoint: what the older one had beyond it holds no more.
            if (report.Attempt < newest) continue;
            newest = report.Attempt;
            if (report.Metrics[metric] is not { } value || !double.IsFinite(value)) continue;
            if (!hasAny) Trials++;
            Add(report.Epoch, value, curve, isFirst: !hasAny);
            hasAny = true;
        }

        Flush();
    }

    private void Add(int epoch, double value, int curve, bool isFirst)
    {
        var place = grid.PlaceOf(epoch);
        if (place >= 0) all?[place].Add((float)value);
        if (curve < 0) return;
        if (place >= 0) sums[curve]?.Add(place, value);
        if (single[curve] is not { } points) return;
        // The last epoch of a trial is drawn whether or not it is one of those that all share.
        (held, heldCurve) = ((epoch, value), curve);
        if (place < 0 && !isFirst) return;
        points.Add((epoch, value));
        held = null;
    }

    private void Flush()
    {
        if (held is { } point) single[heldCurve]!.Add(point);
        held = null;
    }

    public IReadOnlyList<Curve> Curves(CurveSpread spread) =>
        [.. plan.Curves.Select((curve, i) => Curve(curve, i, spread)).Where(curve => curve.Epochs.Length > 0)];

    public CurveBands? Bands()
    {
        if (all is null) return null;
        int[] used = [.. Enumerable.Range(0, all.Length).Where(place => all[place].Count > 0)];
        foreach (var place in used) all[place].Sort();
        return new CurveBands(
            Epochs: Array.ConvertAll(used, place => grid.Epochs[place]),
            Counts: Array.ConvertAll(used, place => all[place].Count),
            Low: Quantiles(0.05),
            LowerQuartile: Quantiles(0.25),
            Median: Quantiles(0.5),
            UpperQuartile: Quantiles(0.75),
            High: Quantiles(0.95));

        double[] Quantiles(double share) => Array.ConvertAll(used, place => Quantile(all[place], share));
    }

    /// <summary>Linear between order statistics, (n - 1) p from the first (Hyndman and Fan 1996, type 7).</summary>
    internal static double Quantile(List<float> sorted, double share)
    {
        var at = (sorted.Count - 1) * share;
        var below = (int)at;
        var above = Math.Min(sorted.Count - 1, below + 1);
        return sorted[below] + ((at - below) * ((double)sorted[above] - sorted[below]));
    }

    private Curve Curve(PlannedCurve planned, int number, CurveSpread spread)
    {
        var trials = planned.Places.Select(place => results.Trials[place].Number).ToList();
        if (sums[number] is { } summed) return summed.Curve(planned.Label, trials, grid, spread);
        var points = single[number]!;
        return new Curve(
            Label: planned.Label,
            Trials: trials,
            Epochs: [.. points.Select(point => point.Epoch)],
            Values: [.. points.Select(point => point.Value)],
            Counts: [.. points.Select(_ => 1)]);
    }
}
