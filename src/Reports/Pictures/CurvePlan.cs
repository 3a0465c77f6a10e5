using Sweep.Contracts.Rows;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Comparisons;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Parameters;

namespace Sweep.Reports.Pictures;

/// <summary>Which trial belongs to which curve.</summary>
internal sealed class CurvePlan
{
    private readonly SweepRow sweep;
    private readonly SweepResults results;
    private readonly CurveOptions options;
    private readonly RankedTrials order;
    private readonly List<PlannedCurve> curves = [];
    private readonly List<string> notes = [];

    /// <exception cref="PictureException">There is nothing to group by.</exception>
    public CurvePlan(SweepRow sweep, SweepResults results, RankedTrials order, CurveOptions options)
    {
        (this.sweep, this.results, this.order, this.options) = (sweep, results, order, options);
        switch (Grouping)
        {
            case CurveGrouping.Trial: ByTrial(); break;
            case CurveGrouping.Configuration: ByConfiguration(); break;
            default: ByParameter(options.By ?? throw new PictureException("curves by parameter need a parameter")); break;
        }

        CurveOf = new int[results.Trials.Length];
        Array.Fill(CurveOf, -1);
        for (var curve = 0; curve < curves.Count; curve++) foreach (var place in curves[curve].Places) CurveOf[place] = curve;
    }

    /// <summary>The curves, in the order in which they are shown.</summary>
    public IReadOnlyList<PlannedCurve> Curves => curves;

    /// <summary>Curves that there would be without a limit.</summary>
    public int All { get; private set; }

    /// <summary>Number of the curve of each trial by place; -1 = none.</summary>
    public int[] CurveOf { get; }

    /// <summary>What was left out or put together, for people.</summary>
    public IReadOnlyList<string> Notes => notes;

    public CurveGrouping Grouping => options.By is null ? options.Grouping : CurveGrouping.Parameter;

    private void ByTrial()
    {
        var places = order.Sorted(Enumerable.Range(0, results.Trials.Length));
        var parameters = VaryingParameters.Of(results.Configs);
        Keep(places.Length, "trials");
        curves.AddRange(places.Take(options.MostCurves).Select(place =>
            new PlannedCurve($"#{results.Trials[place].Number} {Short(parameters, results.Trials[place].Config)}".TrimEnd(), [place])));
    }

    private void ByConfiguration()
    {
        var parameters = VaryingParameters.Of(results.Configs);
        var configs = Enumerable.Range(0, results.Trials.Length).GroupBy(place => results.Trials[place].Config)
            .OrderBy(config => order.PlaceOf(config.Key)).ThenBy(config => Mean(config)).ToList();
        Keep(configs.Count, "configurations");
        curves.AddRange(configs.Take(options.MostCurves)
            .Select(config => new PlannedCurve(Short(parameters, config.Key) is { Length: > 0 } name ? name : sweep.Name, [.. config])));
    }

    private void ByParameter(string parameter)
    {
        var observed = new ObservedTrials(results);
        _ = new PictureAxes(observed, null).OfParameter(parameter);
        List<ComparedLevel> each = [.. ComparedLevels.Each(observed, parameter)];
        IReadOnlyList<ComparedLevel> levels = each;
        All = each.Count;
        if (each.Count > Comparison.MostLevels && ComparedLevels.AreNumbers(each))
        {
            levels = ComparedLevels.Groups(each, Comparison.DefaultBins);
            notes.Add($"{parameter} takes {each.Count:N0} values, put into {levels.Count} groups of about equally many trials");
            All = levels.Count;
        }
        else if (each.Count > Comparison.MostLevels)
        {
            levels = [.. each.OrderBy(level => Mean(level.Trials)).Take(Comparison.MostLevels)];
            notes.Add($"the {levels.Count} of {each.Count:N0} values of {parameter} with the best means");
        }
        else if (each.TrueForAll(level => level.Number is not null))
        {
            levels = [.. each.OrderBy(level => level.Number)];
        }

        curves.AddRange(levels.Select(level => new PlannedCurve(
            LevelNames.SpeaksForItself(level.Name) ? level.Name : $"{parameter}={level.Name}", [.. level.Trials])));
    }

    private void Keep(int all, string what)
    {
        All = all;
        if (all > options.MostCurves)
            notes.Add($"the best {options.MostCurves:N0} of {all:N0} {what}; the bands show all of them");
    }

    private string Short(VaryingParameters parameters, int config) => parameters.Short(results.Configs[config]);

    /// <summary>Mean over those that can be the best, lower is better; infinity without any.</summary>
    private double Mean(IEnumerable<int> places) =>
        places.Where(place => results.Trials[place].Metric is not null && order.CanBeBest(place))
            .Select(place => order.Loss(results.Trials[place].Metric)).DefaultIfEmpty(double.PositiveInfinity).Average();
}

/// <summary>A curve before any report was read.</summary>
internal sealed record PlannedCurve(string Label, IReadOnlyList<int> Places);
