using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Search.Domains;

namespace Sweep.Search.Encodings;

/// <summary>One parameter as models see it: a place between 0 and 1 by the share of draws below it, or one of several categories.
/// Immutable.</summary>
/// <remarks>
/// The share of draws makes every distribution of the sweep file uniform: a uniform range is scaled, a logarithmic one is taken in
/// logarithms and scaled, a normal one goes through its distribution function. A value of a discrete parameter takes a cell of that line.
/// A list of three or more different numbers is ordered: its values take cells as wide as their probabilities in ascending order,
/// whatever their distances. A range has up to 2^50 places that can be told apart.
/// </remarks>
public sealed class Axis
{
    private readonly IDomain domain;
    private readonly JsonNode?[] items;
    private readonly double[] shares;
    private readonly double[] upTo;
    private readonly Dictionary<string, int> indexOf = new(StringComparer.Ordinal);

    /// <summary>A parameter of a space.</summary>
    public Axis(string name, IDomain domain)
    {
        (Name, this.domain) = (name, domain);
        var all = domain is ListDomain ? Enumerable.Range(0, (int)domain.Count!.Value).ToArray() : [];
        IsCategorical = all.Length > 0 && !IsOrdered([.. all.Select(i => domain.Item(i))]);
        var order = IsCategorical ? all : [.. all.OrderBy(i => Number(domain.Item(i)!))];
        items = [.. order.Select(i => domain.Item(i))];
        shares = [.. order.Select(i => domain.Probability(i))];
        upTo = Sums(shares);
        for (var i = 0; i < items.Length; i++) indexOf[Key(items[i])] = i;
    }

    /// <summary>Name of the parameter.</summary>
    public string Name { get; }

    /// <summary>Its values.</summary>
    public IDomain Domain => domain;

    /// <summary>True when its values have no order.</summary>
    public bool IsCategorical { get; }

    /// <summary>How many values there are; null = without end.</summary>
    public long? Count => domain.Count;

    /// <summary>True when there is nothing to choose.</summary>
    public bool IsConstant => Count == 1;

    /// <summary>True when its values have neither cells nor categories.</summary>
    public bool IsContinuous => domain is RealDomain;

    /// <summary>Number of a value among the categories, or among the values of an ordered list; -1 when it is none of them.</summary>
    public int IndexOf(JsonNode? value) => indexOf.GetValueOrDefault(Key(value), -1);

    /// <summary>Category number <paramref name="index"/> in the order of the file, or value of an ordered list, ascending.</summary>
    public JsonNode? Item(int index) => items[index];

    /// <summary>Probability of the value number <paramref name="index"/> (see <see cref="Item"/>), as the file gives it.</summary>
    public double Probability(int index) => shares[index];

    /// <summary>Where a value lies; null when the parameter cannot have it, or has categories.</summary>
    public Place? PlaceOf(JsonNode? value)
    {
        if (IsCategorical) return null;
        if (items.Length > 0) return IndexOf(value) is >= 0 and var index && shares[index] > 0 ? Cell(index) : null;
        return IsNumber(value) ? domain.PlaceOf(Number(value!)) : null;
    }

    /// <summary>The value of the parameter that a user means by a written one, as every sampler writes it.</summary>
    /// <param name="written">A number is the same however it is written.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the parameter never has it: it is none of its values, lies outside, or has the probability 0.</returns>
    public bool TryFind(JsonNode? written, out JsonNode? value)
    {
        value = null;
        if (domain is ListDomain)
        {
            var number = IsNumber(written) ? Number(written!) : (double?)null;
            var index = Array.FindIndex(items, item => JsonNode.DeepEquals(item, written) || (IsNumber(item) && Number(item!) == number));
            if (index < 0 || shares[index] == 0) return false;
            value = items[index];
            return true;
        }

        if (!IsNumber(written) || PlaceOf(written) is not { } place) return false;
        var real = Number(written!);
        value = IsContinuous ? JsonValue.Create(real) : ValueAt(place.Centre);
        // Far out in a tail, rounding may lead to another cell.
        if (!IsContinuous && Math.Abs(Number(value!) - real) > 1e-6 * Math.Max(1, Math.Abs(real))) value = written;
        return true;
    }

    /// <summary>The value whose cell holds a place, 0 to 1.</summary>
    public JsonNode? ValueAt(double unit)
    {
        if (items.Length > 0) return items[IndexAt(unit)];
        // Some distributions are infinite at the ends, and a half there is rounded to a multiple that has no cell.
        var least = domain is QuantizedDomain ? LeastOfSteps : Least;
        return domain.Quantile(Math.Clamp(unit, least, 1 - least));
    }

    /// <summary>The cell that holds a place, 0 to 1; a continuous parameter has the place itself.</summary>
    public Place CellAt(double unit)
    {
        if (IsContinuous) return Place.Point(unit);
        if (items.Length > 0) return Cell(IndexAt(unit));
        // Far out in a tail, rounding may leave nothing of a cell.
        return PlaceOf(ValueAt(unit)) ?? Place.Point(unit);
    }

    /// <summary>The number that a draw from 0, below 1, stands for: a place, or the number of a category.</summary>
    internal double Draw(double uniform)
    {
        if (!IsCategorical) return uniform;
        // Of the shares as the file gives them, which the sums of the cells are not.
        var sum = 0.0;
        for (var category = 0; category < shares.Length - 1; category++)
        {
            sum += shares[category];
            if (uniform < sum) return category;
        }

        return shares.Length - 1;
    }

    private int IndexAt(double unit)
    {
        var found = Array.FindIndex(upTo, bound => unit < bound);
        return found >= 0 ? found : Array.FindLastIndex(shares, share => share > 0);
    }

    private Place Cell(int index)
    {
        var low = index == 0 ? 0 : upTo[index - 1];
        return new Place(low, (low + upTo[index]) / 2, upTo[index]);
    }

    private static double[] Sums(double[] shares)
    {
        var (sum, all) = (0.0, shares.Sum());
        return [.. shares.Select(share => (sum += share) / all)];
    }

    private const double Least = 1.0 / (1L << 53);
    private const double LeastOfSteps = 1e-12;

    private static bool IsOrdered(JsonNode?[] values) =>
        values.Length >= 3 && values.All(IsNumber) && values.Select(value => Number(value!)).Distinct().Count() == values.Length;

    private static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number && double.IsFinite(Number(value));

    /// <summary>A JSON number as a double.</summary>
    internal static double Number(JsonNode value) => value.AsValue() switch
    {
        var v when v.TryGetValue<double>(out var real) => real,
        var v when v.TryGetValue<long>(out var whole) => whole,
        var v => double.Parse(v.ToJsonString(), CultureInfo.InvariantCulture),
    };

    // Numbers of an ordered list are the same however they are written.
    private string Key(JsonNode? value) => !IsCategorical && IsNumber(value)
        ? Number(value!).ToString("R", CultureInfo.InvariantCulture)
        : value?.ToJsonString() ?? "null";
}
