using System.Text.Json.Nodes;

namespace Sweep.Search.Domains;

/// <summary><c>int_uniform</c>: every whole number from min to max, both included, equally likely.</summary>
/// <param name="min">Smallest value.</param>
/// <param name="max">Largest value, not below <paramref name="min"/>; both within ±2^53.</param>
public sealed class IntegerDomain(long min, long max) : IDomain
{
    /// <summary>Smallest value.</summary>
    public long Low => min;

    /// <summary>Largest value.</summary>
    public long High => max;

    /// <inheritdoc />
    public string Distribution => "int_uniform";

    /// <inheritdoc />
    public long? Count => max - min + 1;

    /// <inheritdoc />
    public JsonNode? Item(long index) => JsonValue.Create(min + index);

    /// <inheritdoc />
    public double Probability(long index) => 1.0 / (max - min + 1);

    /// <inheritdoc />
    public JsonNode? Quantile(double u) => JsonValue.Create(Math.Min(max, min + (long)(u * (max - min + 1))));

    /// <inheritdoc />
    public Place? PlaceOf(double value) =>
        value == Math.Floor(value) && value >= min && value <= max ? Place.Cell((long)value - min, max - min + 1) : null;
}
