using Sweep.Contracts.Rows;
using Sweep.Figures.Charts;
using Sweep.Figures.Layout;
using Sweep.Figures.Marks;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Comparisons;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Pictures;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;

namespace Sweep.Figures.Requests;

/// <summary>Makes figures of a sweep as they are asked for, one at a time.</summary>
public sealed class FigureMaker(ILedgerView ledger, SweepRow sweep)
{
    private const string Trial = "trial";
    private const string Configuration = "configuration";

    /// <summary>Up to so many configurations, curves are their means; beyond, single trials.</summary>
    private const int FewConfigurations = 8;

    /// <summary>Panels of slices, and axes of parallel coordinates, unless parameters are named.</summary>
    private const int MostParameters = 9;

    private readonly Lazy<Task<SweepResults>> results = new(() => ledger.ReadResults(sweep.Name));
    private readonly Lazy<Task<ImportancePicture>> importance = new(() => VerdictReader.Importance(ledger, sweep, metric: null));
    private RankedTrials? order;

    /// <summary>What its file lets parameters be; null (default) when no longer known.</summary>
    public SearchSpace? Space { get; init; }

    /// <summary>A fresh early-stopping rule of the sweep; null (default) when it has none, or it is no longer known.</summary>
    public IStopper? Rule { get; init; }

    /// <summary>The end of attempts that run, UTC; null (default) where the sweep does not run.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Makes a figure.</summary>
    /// <exception cref="PictureException">It cannot be drawn of this sweep.</exception>
    public async Task<Figure> Make(PictureRequest request, FigureSize size) => request.Kind switch
    {
        PictureKind.Best => BestChart.Draw(await BestReader.Read(ledger, sweep), size),
        PictureKind.Slice => SliceChart.Draw(await Points(request), size),
        PictureKind.Parallel => ParallelChart.Draw(await Points(request), size),
        PictureKind.Importance => ImportanceChart.Draw(await Importance(request.Metric), size),
        PictureKind.Contour => ContourChart.Draw(await Contour(request), size),
        PictureKind.Slots => SlotsChart.Draw(await SlotsReader.Read(ledger, sweep, Now), size),
        PictureKind.Rungs => RungsChart.Draw(VerdictReader.Rungs(ledger, sweep, Rule), size),
        _ => CurvesChart.Draw(await CurvesReader.Read(ledger, sweep, await Curves(request)), size),
    };

    /// <summary>How much each parameter matters.</summary>
    /// <param name="metric">The objective; null = the first.</param>
    /// <exception cref="PictureException">The sweep has no metric, or no such objective.</exception>
    public Task<ImportancePicture> Importance(string? metric) =>
        metric is null ? importance.Value : VerdictReader.Importance(ledger, sweep, metric);

    /// <summary>Which curves a request means.</summary>
    /// <exception cref="PictureException">It names more than one thing to group by.</exception>
    public async Task<CurveOptions> Curves(PictureRequest request)
    {
        if (request.By.Count > 1)
            throw new PictureException($"curves are grouped by one parameter, not by {string.Join(" and ", request.By)}");
        var known = await results.Value;
        var by = request.By.Count == 0 ? null : request.By[0];
        var isParameter = by is not null && (by is not (Trial or Configuration) || known.Configs.Any(config => config.Has(by)));
        var isMean = by is null ? known.Configs.Count <= FewConfigurations && known.Trials.Length > known.Configs.Count
            : by == Configuration;
        return new CurveOptions
        {
            Metric = request.Metric,
            By = isParameter ? by : null,
            Grouping = isMean ? CurveGrouping.Configuration : CurveGrouping.Trial,
            Spread = request.Spread,
            MostCurves = request.MostCurves,
        };
    }

    private async Task<PointsPicture> Points(PictureRequest request)
    {
        var known = await results.Value;
        if (request.By.Count > 0) return PointsReader.Of(sweep, known, await Order(), Space, request.By);
        var varying = new PictureAxes(new ObservedTrials(known), Space).Varying;
        if (varying.Count <= MostParameters) return PointsReader.Of(sweep, known, await Order(), Space);
        var chosen = await MostImportant(varying, MostParameters);
        var points = PointsReader.Of(sweep, known, await Order(), Space, [.. varying.Where(chosen.Contains)]);
        return points with
        {
            Notes = [.. points.Notes, $"the {chosen.Count} of {varying.Count} parameters that matter most; --by names others"],
        };
    }

    private async Task<ContourPicture> Contour(PictureRequest request)
    {
        var known = await results.Value;
        var both = request.By;
        if (both.Count == 0)
        {
            var varying = new PictureAxes(new ObservedTrials(known), Space).Varying;
            if (varying.Count < 2) throw new PictureException("a contour needs two parameters that vary, and it has fewer");
            both = await MostImportant(varying, 2);
        }

        if (both.Count != 2 || both[0] == both[1])
            throw new PictureException($"a contour needs two parameters (--by lr --by hidden), found {string.Join(", ", both)}");
        return ContourReader.Of(PointsReader.Of(sweep, known, await Order(), Space, both, int.MaxValue));
    }

    private async Task<RankedTrials> Order() => order ??= await RankedTrials.Of(ledger, sweep, await results.Value);

    /// <summary>The parameters that matter most, as far as that is known; then those that come first.</summary>
    private async Task<List<string>> MostImportant(IReadOnlyList<string> varying, int count)
    {
        var important = sweep.IsRanked ? (await importance.Value).Parameters.Select(parameter => parameter.Name) : [];
        return [.. important.Where(varying.Contains).Concat(varying).Distinct(StringComparer.Ordinal).Take(count)];
    }
}
