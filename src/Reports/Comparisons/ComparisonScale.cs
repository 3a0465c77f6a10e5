namespace Sweep.Reports.Comparisons;

/// <summary>What is compared within a pair.</summary>
public enum ComparisonScale
{
    /// <summary>B - A, in the metric's unit.</summary>
    Difference,

    /// <summary>B / A. The scale of perplexities: exp of a mean loss, so an equal gain in nats is an equal ratio whatever the corpus or token kind of the pair.</summary>
    Ratio,
}
