namespace Sweep.Experiments.Sequences;

/// <summary>Names of the metrics in the reports of the <c>seq2seq</c> experiment. Stable: people's scripts rely on them.</summary>
public static class SequenceMetrics
{
    /// <summary>exp of the mean nats per token of the targets over the epoch's batches, as the decoder read them.</summary>
    public const string TrainPerplexity = "train_perplexity";

    /// <summary>exp of the mean nats per token over the held-out targets, the right tokens before each.</summary>
    public const string ValPerplexity = "val_perplexity";

    /// <summary>Share of the held-out sources whose whole target is written right, greedily.</summary>
    public const string ValExactMatch = "val_exact_match";

    /// <summary>Mean of <see cref="Bleu"/> over the held-out pairs, written greedily.</summary>
    public const string ValBleu = "val_bleu";

    /// <summary>Tokens of sources and targets per second of training. Not reproducible.</summary>
    public const string TokensPerSecond = "tokens_per_second";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [TrainPerplexity, ValPerplexity, ValExactMatch, ValBleu, TokensPerSecond];
}
