using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Page.Sources;
using Sweep.Reports.Comparisons;
using Sweep.Reports.Parameters;

namespace Sweep.Page.Answers;

/// <summary>Mean and band of learning curves over all trials of a group.</summary>
internal sealed class BandsAnswer(OpenSweep sweep)
{
    /// <summary>Values of a parameter of numbers that stay apart.</summary>
    private const int MostValues = 12;

    /// <summary>Groups into which more values are put.</summary>
    private const int Bins = 5;

    private const int MostConfigurations = 20;

    /// <param name="by">A parameter, or <c>config</c>; null = one group of all trials.</param>
    /// <param name="metric">Name of the metric; null = the sweep's own.</param>
    /// <param name="points">Points of one band at most, about.</param>
    /// <exception cref="PageRefusedException">There is no such parameter.</exception>
    public async Task<object> Make(string? by, string? metric, int points)
    {
        var results = await sweep.Ledger.ReadResults(sweep.Name);
        var states = (await sweep.Ledger.ReadChanges(sweep.Name, null))?.States ?? [];
        var query = new CurveQuery(metric ?? sweep.Row.Metric) { Step = CurvesAnswer.StepOf(states, points) };
        var (groups, leftOut) = await Groups(results, by);
        var last = states.Select(state => state.EpochsDone).DefaultIfEmpty().Max();
        await Task.Run(() => Fill(groups, results, query, last));
        return new
        {
            By = by,
            query.Metric,
            query.Step,
            LeftOut = leftOut,
            Note = leftOut == 0 ? null : $"the {groups.Count} best configurations are drawn; {leftOut:N0} others are left out",
            Groups = groups.Select(group => group.Facts()),
        };
    }

    private async Task<(IReadOnlyList<BandGroup> Groups, int LeftOut)> Groups(SweepResults results, string? by)
    {
        if (by is null) return ([new BandGroup("all", "all", [.. Enumerable.Range(0, results.Trials.Length)])], 0);
        if (by == "config") return await Configurations(results);
        var observed = new ObservedTrials(results);
        if (!observed.Names.Contains(by))
        {
            throw PageRefusedException.NotFound(
                $"sweep '{sweep.Name}' has no parameter '{by}'; it has: {string.Join(", ", observed.Names)}");
        }

        var each = ComparedLevels.Each(observed, by);
        var levels = each.Count > MostValues && ComparedLevels.AreNumbers(each) ? ComparedLevels.Groups(each, Bins)
            : each.All(level => level.Number is not null) ? [.. each.OrderBy(level => level.Number)] : each;
        return ([.. levels.Select(level => new BandGroup(
            level.Name, (object?)level.Number ?? (object?)level.From ?? level.Name, [.. level.Trials]))], 0);
    }

    private async Task<(IReadOnlyList<BandGroup> Groups, int LeftOut)> Configurations(SweepResults results)
    {
        var ranked = await sweep.Rank(results);
        var words = VaryingParameters.Of(results.Configs);
        var places = results.Trials.Select((trial, place) => (trial.Number, place)).ToDictionary(pair => pair.Number, pair => pair.place);
        BandGroup[] best = [.. ranked.Take(MostConfigurations).Select(config =>
            new BandGroup(words.Short(config.Config), config.Trials[0], [.. config.Trials.Select(number => places[number])]))];
        return (best, results.Configs.Count - best.Length);
    }

    private void Fill(IReadOnlyList<BandGroup> groups, SweepResults results, CurveQuery query, int last)
    {
        var groupOf = new Dictionary<int, BandGroup>();
        foreach (var group in groups) foreach (var place in group.Places) groupOf[results.Trials[place].Number] = group;
        using var curves = sweep.Ledger.ReadCurves(sweep.Name, query);
        foreach (var point in curves.Rows)
        {
            // The last epoch of a trial that ended between two steps stands for itself alone.
            if (point.Epoch != 1 && point.Epoch != last && point.Epoch % query.Step != 0) continue;
            if (groupOf.TryGetValue(point.Trial, out var group)) group.Add(point.Epoch, point.Value);
        }
    }
}

/// <summary>Trials whose curves are put together.</summary>
/// <param name="Key">What they share, for people.</param>
/// <param name="Places">Places of its trials among the results.</param>
internal sealed record BandGroup(string Key, object Value, int[] Places)
{
    private const double Level = 0.975;

    private static readonly ConcurrentDictionary<int, double> Quantiles = new();

    private readonly SortedDictionary<int, Moment> moments = [];

    public void Add(int epoch, double number) => moments[epoch] = moments.GetValueOrDefault(epoch).With(number);

    public object Facts() => new
    {
        Key,
        Value,
        Trials = Places.Length,
        Epoch = moments.Keys,
        N = moments.Values.Select(moment => moment.Count),
        Mean = moments.Values.Select(moment => moment.Mean),
        Std = moments.Values.Select(moment => moment.Std),
        Low = moments.Values.Select(moment => moment.Mean - HalfWidth(moment)),
        High = moments.Values.Select(moment => moment.Mean + HalfWidth(moment)),
        Min = moments.Values.Select(moment => moment.Least),
        Max = moments.Values.Select(moment => moment.Most),
    };

    /// <summary>Half of the 95 % interval of a mean, by Student's t; null with fewer than two values.</summary>
    private static double? HalfWidth(Moment moment) =>
        moment.Std is { } std ? Quantiles.GetOrAdd(moment.Count - 1, Quantile) * std / Math.Sqrt(moment.Count) : null;

    private static double Quantile(int degrees) => StudentT.InvCDF(0, 1, degrees, Level);

    /// <summary>Mean and squares of values, updated one by one (Welford 1962).</summary>
    private readonly record struct Moment(int Count, double Mean, double Squares, double Least, double Most)
    {
        public double? Std => Count < 2 ? null : Math.Sqrt(Squares / (Count - 1));

        public Moment With(double value)
        {
            var step = value - Mean;
            var mean = Mean + (step / (Count + 1));
            return new Moment(Count + 1, mean, Squares + (step * (value - mean)),
                Count == 0 ? value : Math.Min(Least, value), Count == 0 ? value : Math.Max(Most, value));
        }
    }
}
