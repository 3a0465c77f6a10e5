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

    /// <summary>The value below which the share <paramref name="u"/> of all draws lies: a draw from the domain when u is uniform.</summary>
    /// <param name="u">Above 0 and below 1.</param>
    JsonNode? Quantile(double u);

    /// <summary>Where a number lies among all draws; null when the domain cannot have it, or has no order.</summary>
    Place? PlaceOf(double value);
}
