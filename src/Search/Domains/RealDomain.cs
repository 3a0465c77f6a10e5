using System.Text.Json.Nodes;

namespace Sweep.Search.Domains;

/// <summary>Real numbers by a continuous distribution, under its name in the sweep file.</summary>
public sealed class RealDomain(string distribution, Distribution continuous) : IDomain
{
    /// <inheritdoc />
    public string Distribution => distribution;

    /// <summary>The smallest value it gives; -∞ when it has none.</summary>
    public double Low => continuous.Low;

    /// <summary>The largest value it gives; ∞ when it has none.</summary>
    public double High => continuous.High;

    /// <inheritdoc />
    public long? Count => null;

    /// <inheritdoc />
    public JsonNode? Item(long index) => throw new InvalidOperationException($"'{distribution}' has no end: its values have no numbers");

    /// <inheritdoc />
    public double Probability(long index) =>
        throw new InvalidOperationException($"'{distribution}' has no end: its values have no numbers");

    /// <inheritdoc />
    public JsonNode? Quantile(double u) => JsonValue.Create(continuous.Quantile(u));

    /// <inheritdoc />
    public Place? PlaceOf(double value) =>
        value >= continuous.Low && value <= continuous.High ? Place.Point(continuous.Cdf(value)) : null;
}
