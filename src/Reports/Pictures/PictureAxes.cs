using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Reports.Comparisons;
using Sweep.Search.Domains;
using Sweep.Search.Spaces;

namespace Sweep.Reports.Pictures;

/// <summary>The axes of a sweep's pictures. Without a search space, where its file is no longer known, numbers are linear and the rest is
/// categories.</summary>
public sealed class PictureAxes(ObservedTrials trials, SearchSpace? space)
{
    /// <summary>Parameters that take more than one value, in the order of the file.</summary>
    public IReadOnlyList<string> Varying =>
        [.. trials.Names.Where(name => trials.Values(name) > 1).OrderBy(name => PlaceInFile(name))];

    /// <summary>The axis of a metric: logarithmic for perplexities, for which equal ratios are equal gains, linear for others. NaN
    /// and infinities have no say.</summary>
    public static PictureAxis OfMetric(string metric, IEnumerable<double> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(double.IsFinite)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        var isLog = metric.EndsWith("perplexity", StringComparison.Ordinal) && low > 0;
        return new PictureAxis(metric, isLog ? AxisScale.Log : AxisScale.Linear) { Low = Finite(low), High = Finite(high) };
    }

    /// <summary>The axis of a parameter, and where each value of it stands.</summary>
    /// <returns>For each value of <see cref="ObservedTrials.Parameter"/> its place: the number, or the number of its category; NaN for one
    /// that is absent.</returns>
    /// <exception cref="PictureException">No trial has a parameter of that name.</exception>
    public (PictureAxis Axis, double[] Places) OfParameter(string name)
    {
        if (!trials.Names.Contains(name))
        {
            throw new PictureException(
                $"it has no parameter '{name}'; those that vary are {string.Join(", ", Varying.DefaultIfEmpty("none"))}");
        }

        var seen = trials.Parameter(name);
        var domain = space?.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Domain;
        double[] numbers = [.. Enumerable.Range(0, seen.Bound).Select(value => seen.Number(value) ?? double.NaN)];
        var areNumbers = numbers.Skip(1).All(double.IsFinite);
        return domain is ListDomain || !areNumbers ? Categories(name, seen, domain) : (Numbers(name, numbers, domain), numbers);
    }

    private static PictureAxis Numbers(string name, double[] numbers, IDomain? domain)
    {
        // What the file allows; without a bound there, what trials have.
        var range = DomainRange.Of(domain);
        var (low, high) = range is { IsBounded: true } bounds
            ? (bounds.Low, bounds.High) : (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var number in numbers.Where(double.IsFinite)) (low, high) = (Math.Min(low, number), Math.Max(high, number));
        var isLog = range is { IsLog: true } && low > 0;
        return new PictureAxis(name, isLog ? AxisScale.Log : AxisScale.Linear) { Low = Finite(low), High = Finite(high) };
    }

    private static (PictureAxis Axis, double[] Places) Categories(string name, ObservedParameter seen, IDomain? domain)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        if (domain is ListDomain { Count: { } count })
            for (var item = 0L; item < count; item++) places.TryAdd(Text(domain.Item(item)), places.Count);
        var placeOf = new double[seen.Bound];
        placeOf[ObservedParameter.Absent] = double.NaN;
        for (var value = 1; value < placeOf.Length; value++)
        {
            var text = seen.Text(value);
            if (!places.TryGetValue(text, out var place)) places.Add(text, place = places.Count);
            placeOf[value] = place;
        }

        return (new PictureAxis(name, AxisScale.Category) { Categories = [.. places.OrderBy(pair => pair.Value).Select(pair => pair.Key)] },
            placeOf);
    }

    /// <summary>As <see cref="ObservedParameter.Text"/> writes it.</summary>
    private static string Text(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString().Replace('E', 'e'),
        _ => value.ToJsonString(),
    };

    private int PlaceInFile(string name)
    {
        for (var place = 0; place < (space?.Parameters.Count ?? 0); place++) if (space!.Parameters[place].Name == name) return place;
        return int.MaxValue;
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
