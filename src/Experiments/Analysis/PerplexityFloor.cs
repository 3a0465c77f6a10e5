namespace Sweep.Experiments.Analysis;

/// <summary>When the lowest possible perplexity of a corpus bounds a sweep's metric.</summary>
public static class PerplexityFloor
{
    /// <summary>The floor, if it holds for this metric: a perplexity on text that was not trained on. Training perplexity can go below it by learning the text by heart.</summary>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="floor">Lowest perplexity any causal model can reach on the corpus; null when unknown.</param>
    public static double? For(string metric, double? floor) =>
        metric.EndsWith("perplexity", StringComparison.Ordinal) && !metric.StartsWith("train", StringComparison.Ordinal) ? floor : null;
}
