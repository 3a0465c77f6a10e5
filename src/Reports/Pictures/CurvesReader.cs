using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Outcomes;

namespace Sweep.Reports.Pictures;

/// <summary>Reads learning curves.</summary>
public static class CurvesReader
{
    /// <summary>Reads the curves of a sweep.</summary>
    /// <exception cref="PictureException">There is no such metric or parameter.</exception>
    public static async Task<CurvesPicture> Read(ILedgerView ledger, SweepRow sweep, CurveOptions options)
    {
        var metric = options.Metric ?? sweep.Metric;
        if (metric.Length == 0) throw new PictureException("its sweep file names no metric; name one of its metrics (--metric)");
        var results = await ledger.ReadResults(sweep.Name);
        var plan = new CurvePlan(sweep, results, await RankedTrials.Of(ledger, sweep, results), options);
        var grid = new EpochGrid(Math.Max(1, LastEpoch(ledger, sweep.Name)), options.MostEpochs);
        var collector = new CurveCollector(plan, results, grid);
        using (var reports = ledger.ReadReports(sweep.Name)) collector.Take(reports.Rows, Place(reports.Metrics, metric));
        return Picture(sweep, metric, options, plan, grid, collector, results);
    }

    /// <summary>The curve of one trial, of what has been read of it.</summary>
    /// <exception cref="PictureException">The sweep has no metric, or the trial has not reported it.</exception>
    public static CurvesPicture OfTrial(SweepRow sweep, TrialRow trial, IReadOnlyList<EpochRow> epochs)
    {
        if (!sweep.IsRanked) throw new PictureException("its sweep file names no metric");
        if (!epochs.Any(epoch => epoch.Metrics.ContainsKey(sweep.Metric)))
            throw new PictureException($"trial {trial.Number} has not reported '{sweep.Metric}' yet; draw it again when it has");
        var (options, results) = (new CurveOptions(), SweepResults.Of([trial]));
        var plan = new CurvePlan(sweep, results, new RankedTrials(sweep, results, []), options);
        var grid = new EpochGrid(Math.Max(1, epochs.Max(epoch => epoch.Epoch)), options.MostEpochs);
        var collector = new CurveCollector(plan, results, grid);
        collector.Take(epochs.Select(epoch => new ReportRow(trial.Number, epoch.Epoch, epoch.Attempt, epoch.Seconds,
            [epoch.Metrics.TryGetValue(sweep.Metric, out var value) ? value : null])), 0);
        return Picture(sweep, sweep.Metric, options, plan, grid, collector, results);
    }

    private static CurvesPicture Picture(
        SweepRow sweep, string metric, CurveOptions options, CurvePlan plan, EpochGrid grid, CurveCollector collector, SweepResults results)
    {
        var (curves, bands) = (collector.Curves(options.Spread), collector.Bands());
        var values = curves.SelectMany(curve => curve.Values).Concat(bands?.Low ?? []).Concat(bands?.High ?? []);
        return new CurvesPicture(
            Sweep: sweep.Name,
            Metric: PictureAxes.OfMetric(metric, values),
            Maximize: metric == sweep.Metric && sweep.Maximize,
            Grouping: plan.Grouping,
            By: options.By,
            Spread: options.Spread,
            Curves: curves,
            Bands: bands,
            Floor: FloorOf(metric, results),
            Trials: collector.Trials,
            All: plan.All,
            Notes: grid.Every == 1 ? plan.Notes : [.. plan.Notes, $"one of {grid.Every} epochs, and the first and last of each curve"]);
    }

    /// <summary>The lowest possible value of a metric, if it is the same for all trials.</summary>
    internal static double? FloorOf(string metric, SweepResults results) =>
        results.Trials.Select(trial => trial.Floor).Distinct().Take(2).ToList() is [{ } floor] ? PerplexityFloor.For(metric, floor) : null;

    private static int LastEpoch(ILedgerView ledger, string sweep)
    {
        using var log = ledger.ReadDecisions(sweep);
        return log.Trials.Select(trial => trial.EpochsDone).DefaultIfEmpty().Max();
    }

    private static int Place(IReadOnlyList<string> metrics, string metric)
    {
        for (var place = 0; place < metrics.Count; place++) if (metrics[place] == metric) return place;
        throw new PictureException(metrics.Count == 0 ? "none of its trials has reported anything yet; draw it again when one has"
            : $"none of its trials has reported '{metric}'; they report {string.Join(", ", metrics.Order(StringComparer.Ordinal))}");
    }
}

/// <summary>Which learning curves are wanted. Immutable.</summary>
public sealed record CurveOptions
{
    /// <summary>The metric; null (default) = the sweep's own.</summary>
    public string? Metric { get; init; }

    /// <summary>What one curve is; default a trial. Ignored with <see cref="By"/>.</summary>
    public CurveGrouping Grouping { get; init; }

    /// <summary>A parameter whose levels are the curves; null (default) = none.</summary>
    public string? By { get; init; }

    /// <summary>What the band around a mean is; default the 95 % interval of the mean.</summary>
    public CurveSpread Spread { get; init; }

    /// <summary>Curves of trials or configurations at most, the best ones; default 100. Beyond them, bands show all trials.</summary>
    public int MostCurves { get; init; } = 100;

    /// <summary>Points of a curve at most, about; default 200.</summary>
    public int MostEpochs { get; init; } = 200;
}
