namespace Sweep.Search.Samplers;

/// <summary>Chooses configurations. Pure: the answer depends on its constructor arguments and these arguments only.</summary>
public interface ISampler
{
    /// <summary>Value of the sweep file's <c>method</c> key.</summary>
    string Name { get; }

    /// <summary>How many distinct configurations there are; null = without end.</summary>
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values.</exception>
    long? Count { get; }

    /// <summary>True when suggestions depend on results, so that configurations cannot all be planned before the sweep starts.</summary>
    bool IsAdaptive { get; }

    /// <summary>The configuration number <paramref name="index"/> (from 0), or null when the space is exhausted.</summary>
    /// <param name="index">Number of the suggestion; the same index and history give the same answer.</param>
    /// <param name="history">What is known of the configurations before it; ignored unless <see cref="IsAdaptive"/>.</param>
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values,
    /// or together they leave too little to find it by chance.</exception>
    Suggestion? Suggest(long index, SearchHistory history);
}
