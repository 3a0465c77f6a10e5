namespace Sweep.Experiments.Training;

/// <summary>Names of the metrics in the reports of the <c>language-model</c> experiment. Stable: people's scripts rely on them.</summary>
public static class LanguageModelMetrics
{
    /// <summary>exp of the mean nats per token over the epoch's training batches, with the parameters as they were at each batch.</summary>
    public const string TrainPerplexity = "train_perplexity";

    /// <summary>exp of the mean nats per token over the held-out tail after the epoch, state carried through it.</summary>
    public const string ValPerplexity = "val_perplexity";

    /// <summary>Mean bits per token over the held-out tail.</summary>
    public const string ValBitsPerToken = "val_bits_per_token";

    /// <summary>Bits per token above what the process that drew the text itself needs for this tail; only for corpora whose process is known.</summary>
    public const string ValExcessBits = "val_excess_bits";

    /// <summary>Training tokens per second of training, evaluation not counted. Not reproducible.</summary>
    public const string TokensPerSecond = "tokens_per_second";

    /// <summary>In place of <see cref="TrainPerplexity"/> for a bidirectional model, which sees what it predicts.</summary>
    public const string TrainPseudoPerplexity = "train_pseudo_perplexity";

    /// <summary>In place of <see cref="ValPerplexity"/> for a bidirectional model, which sees what it predicts.</summary>
    public const string ValPseudoPerplexity = "val_pseudo_perplexity";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [TrainPerplexity, ValPerplexity, ValBitsPerToken, ValExcessBits, TokensPerSecond, TrainPseudoPerplexity, ValPseudoPerplexity];

    /// <summary>Why a trial of these options does not report a metric; null when it does.</summary>
    public static string? Missing(string metric, LanguageModelTrialOptions options) => metric switch
    {
        TrainPseudoPerplexity or ValPseudoPerplexity when !options.Bidirectional =>
            $"{metric} is of bidirectional models only; rank a causal model by {ValPerplexity}",
        TrainPerplexity or ValPerplexity or ValBitsPerToken or ValExcessBits when options.Bidirectional =>
            $"a bidirectional model sees the tokens it predicts, so it has no {metric} to be ranked by beside causal models; "
            + $"rank it in a sweep of its own by {ValPseudoPerplexity}, or set bidirectional: false",
        _ => All.Contains(metric) ? null : $"the experiment reports no {metric}, only {string.Join(", ", All)}",
    };
}
