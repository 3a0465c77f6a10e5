using System.Text.Json.Nodes;

namespace Sweep.Search.Domains;

/// <summary>The values a parameter can take, and how likely they are. Pure and immutable.</summary>
public interface IDomain
{
    /// <summary>Value of the sweep file's <c>distribution</c> key, for example <c>log_uniform_values</c>.</summary>
    string Distribution { get; }

    /// <summary>How many values there are; null = without end.</summary>
    long? Count { get; }

    /// <summary>The value number <paramref name="index"/>, from 0, in the order a grid walks them.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Count"/> is null.</exception>
    JsonNode? Item(long index);

    /// <summary>Probability of the value number <paramref name="index"/>; all of them sum to 1.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Count"/> is null.</exception>
    double Probability(long index);

    /// <summary>The value below which the share <paramref name="u"/> (above 0 and below 1) of all draws lies: a draw when u is
    /// uniform.</summary>
    JsonNode? Quantile(double u);

    /// <summary>Where a number lies among all draws; null when the domain cannot have it, or has no order.</summary>
    Place? PlaceOf(double value);
}

/// <summary>Where a value lies among all draws of a domain, by the share of draws below it.</summary>
/// <param name="Low">Lower end of its cell, 0 to 1.</param>
/// <param name="Centre">The value itself, from <paramref name="Low"/> to <paramref name="High"/>.</param>
/// <param name="High">Upper end of its cell, 0 to 1; equal to <paramref name="Low"/> for a continuous domain.</param>
public readonly record struct Place(double Low, double Centre, double High)
{
    /// <summary>A value of a continuous domain.</summary>
    public static Place Point(double unit) => new(unit, unit, unit);

    /// <summary>Cell number <paramref name="index"/> of <paramref name="count"/> equal ones.</summary>
    public static Place Cell(long index, long count) => new((double)index / count, (index + 0.5) / count, (index + 1.0) / count);
}
