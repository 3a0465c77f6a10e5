using System.Text.Json.Nodes;

namespace Sweep.Search.Domains;

/// <summary>The <c>q_</c> distributions: round(x / q) * q for x drawn from a continuous distribution, halves rounded to even.</summary>
/// <param name="distribution">The name in the sweep file.</param>
/// <param name="continuous">The distribution of x.</param>
/// <param name="q">The step, above 0.</param>
public sealed class QuantizedDomain(string distribution, Distribution continuous, double q) : IDomain
{
    private const double MostExact = 9_007_199_254_740_992;
    private readonly double first = Math.Round(continuous.Low / q);
    private readonly double last = Math.Round(continuous.High / q);

    /// <inheritdoc />
    public string Distribution => distribution;

    /// <summary>The step, above 0.</summary>
    public double Step => q;

    /// <summary>The smallest multiple it gives; -∞ when it has none.</summary>
    public double Low => double.IsFinite(first) ? Multiple(first) : first;

    /// <summary>The largest multiple it gives; ∞ when it has none.</summary>
    public double High => double.IsFinite(last) ? Multiple(last) : last;

    /// <inheritdoc />
    public long? Count => Math.Abs(first) <= MostExact && Math.Abs(last) <= MostExact ? (long)last - (long)first + 1 : null;

    /// <inheritdoc />
    public JsonNode? Item(long index) => Count is null ? throw Endless() : At(first + index);

    /// <inheritdoc />
    public double Probability(long index)
    {
        if (Count is null) throw Endless();
        if (Count == 1) return 1;
        var k = first + index;
        return continuous.Cdf((k + 0.5) * q) - continuous.Cdf((k - 0.5) * q);
    }

    /// <inheritdoc />
    public JsonNode? Quantile(double u) => At(Math.Round(continuous.Quantile(u) / q));

    /// <inheritdoc />
    public Place? PlaceOf(double value)
    {
        var k = Math.Round(value / q);
        if (k < first || k > last || Math.Abs(value - Multiple(k)) > 1e-6 * q) return null;
        var (low, high) = (continuous.Cdf((k - 0.5) * q), continuous.Cdf((k + 0.5) * q));
        if (Count == 1) return new Place(0, 0.5, 1);
        // A half at the end of the range is rounded to a multiple that no other draw gives.
        return low < high ? new Place(low, Math.Clamp(continuous.Cdf(k * q), low, high), high) : null;
    }

    private InvalidOperationException Endless() => new($"'{distribution}' has no end: its values have no numbers");

    private JsonValue At(double k)
    {
        var value = Multiple(k);
        return value == Math.Floor(value) && Math.Abs(value) <= MostExact ? JsonValue.Create((long)value) : JsonValue.Create(value);
    }

    // In decimal arithmetic 3 * 0.1 is 0.3, where doubles give 0.30000000000000004.
    private double Multiple(double k) =>
        Math.Abs(k) < 1e12 && q is > 1e-9 and < 1e12 ? (double)((decimal)k * (decimal)q) : k * q;
}
