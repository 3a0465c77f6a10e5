using System.Text.Json.Nodes;

namespace Sweep.Search.Domains;

/// <summary><c>constant</c>, <c>categorical</c> and <c>categorical_w_probabilities</c>: a list of distinct values.</summary>
public sealed class ListDomain : IDomain
{
    private readonly IReadOnlyList<JsonNode?> values;
    private readonly double[] upTo;

    /// <summary>A list of values.</summary>
    /// <param name="values">Distinct values, at least one.</param>
    /// <param name="probabilities">One for each value, not negative, summing to 1; null = all equal.</param>
    /// <param name="isConstant">True when the file gave one value, not a list.</param>
    public ListDomain(IReadOnlyList<JsonNode?> values, IReadOnlyList<double>? probabilities = null, bool isConstant = false)
    {
        this.values = values;
        upTo = new double[values.Count];
        var sum = 0.0;
        for (var i = 0; i < upTo.Length; i++) upTo[i] = sum += probabilities?[i] ?? 1.0 / values.Count;
        // What rounding leaves goes to the last value that can be drawn.
        var last = probabilities is null ? upTo.Length - 1 : Enumerable.Range(0, upTo.Length).Last(i => probabilities[i] > 0);
        Array.Fill(upTo, 1, last, upTo.Length - last);
        Distribution = isConstant ? "constant" : probabilities is null ? "categorical" : "categorical_w_probabilities";
    }

    /// <inheritdoc />
    public string Distribution { get; }

    /// <inheritdoc />
    public long? Count => values.Count;

    /// <inheritdoc />
    public JsonNode? Item(long index) => values[(int)index];

    /// <inheritdoc />
    public double Probability(long index) => upTo[index] - (index == 0 ? 0 : upTo[index - 1]);

    /// <inheritdoc />
    public JsonNode? Quantile(double u)
    {
        var found = Array.FindIndex(upTo, bound => u < bound);
        return values[found < 0 ? values.Count - 1 : found];
    }

    /// <inheritdoc />
    public Place? PlaceOf(double value) => null;
}
