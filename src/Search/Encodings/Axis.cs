using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Search.Domains;

namespace Sweep.Search.Encodings;

/// <summary>One parameter as models see it: a place between 0 and 1 by the share of draws below it, or one of several categories.
/// Immutable.</summary>
/// <remarks>
/// The share of draws makes every distribution of the sweep file uniform: a uniform range is scaled, a logarithmic one is taken in
/// logarithms and scaled, a normal one goes through its distribution function. A value of a discrete parameter takes a cell of that line.
/// A list of three or more different numbers is ordered: its values take equal cells in ascending order, whatever their distances.
/// </remarks>
public sealed class Axis
{
    private readonly IDomain domain;
    private readonly JsonNode?[] items;
    private readonly Dictionary<string, int> indexOf = new(StringComparer.Ordinal);

    /// <summary>A parameter of a space.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="domain">Its values.</param>
    public Axis(string name, IDomain domain)
    {
        (Name, this.domain) = (name, domain);
        items = domain is ListDomain ? [.. Enumerable.Range(0, (int)domain.Count!.Value).Select(i => domain.Item(i))] : [];
        IsCategorical = items.Length > 0 && (items.Length < 3 || !items.All(IsNumber));
        if (!IsCategorical) Array.Sort(items, (a, b) => Number(a!).CompareTo(Number(b!)));
        for (var i = 0; i < items.Length; i++) indexOf[Text(items[i])] = i;
    }

    /// <summary>Name of the parameter.</summary>
    public string Name { get; }

    /// <summary>True when its values have no order.</summary>
    public bool IsCategorical { get; }

    /// <summary>How many values there are; null = without end.</summary>
    public long? Count => domain.Count;

    /// <summary>True when there is nothing to choose.</summary>
    public bool IsConstant => Count == 1;

    /// <summary>Number of a value among the categories, or among the values of an ordered list; -1 when it is none of them.</summary>
    public int IndexOf(JsonNode? value) => indexOf.GetValueOrDefault(Text(value), -1);

    /// <summary>Category number <paramref name="index"/> in the order of the file, or value of an ordered list, ascending.</summary>
    public JsonNode? Item(int index) => items[index];

    /// <summary>Probability of a category, as the file gives it.</summary>
    public double Probability(int index) => domain.Probability(index);

    /// <summary>Where a value lies; null when the parameter cannot have it, or has categories.</summary>
    public Place? PlaceOf(JsonNode? value)
    {
        if (IsCategorical) return null;
        if (items.Length > 0) return IndexOf(value) is >= 0 and var index ? Place.Cell(index, items.Length) : null;
        return IsNumber(value) ? domain.PlaceOf(Number(value!)) : null;
    }

    /// <summary>The value whose cell holds a place.</summary>
    /// <param name="unit">0 to 1.</param>
    public JsonNode? ValueAt(double unit)
    {
        if (items.Length > 0) return items[Math.Clamp((int)(unit * items.Length), 0, items.Length - 1)];
        // Some distributions are infinite at the ends.
        return domain.Quantile(Math.Clamp(unit, Least, 1 - Least));
    }

    private const double Least = 1.0 / (1L << 53);

    private static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number && double.IsFinite(Number(value));

    private static double Number(JsonNode value) => value.AsValue() switch
    {
        var v when v.TryGetValue<double>(out var real) => real,
        var v when v.TryGetValue<long>(out var whole) => whole,
        var v => double.Parse(v.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string Text(JsonNode? value) => value?.ToJsonString() ?? "null";
}
