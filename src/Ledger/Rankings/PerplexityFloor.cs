namespace Sweep.Ledger.Rankings;

/// <summary>When the lowest possible perplexity of a corpus bounds a sweep's metric.</summary>
public static class PerplexityFloor
{
    /// <summary>Share of the floor by which a perplexity may lie below it without alarm.</summary>
    /// <remarks>The floor is the mean over an endless text. On a held-out tail of n tokens the source itself scores exp(normal with a
    /// deviation of s / sqrt(n)) times as much, where s is about 0.3 nats for the characters of the grammar and 0.7 for its words: with
    /// 1,000 words that is 2 %, and 10 % is more than four deviations. The trainer, which knows the tail, checks it exactly.</remarks>
    public const double Tolerance = 0.1;

    /// <summary>The floor, if it holds for this metric: a perplexity on text that was not trained on.
    /// Training perplexity can go below it by learning the text by heart.</summary>
    public static double? For(string metric, double? floor) =>
        metric.EndsWith("perplexity", StringComparison.Ordinal) && !metric.StartsWith("train", StringComparison.Ordinal) ? floor : null;
}
