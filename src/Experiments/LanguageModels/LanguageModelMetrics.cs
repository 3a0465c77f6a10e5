namespace Sweep.Experiments.LanguageModels;

/// <summary>Names of the metrics in the reports of the <c>language-model</c> experiment. Stable: people's scripts rely on them.</summary>
public static class LanguageModelMetrics
{
    /// <summary>exp of the mean nats per token over the epoch's training batches, with the parameters as they were at each batch.</summary>
    public const string TrainPerplexity = "train_perplexity";

    /// <summary>exp of the mean nats per token over the held-out tail after the epoch, state carried through it.</summary>
    public const string ValPerplexity = "val_perplexity";

    /// <summary>Mean bits per token over the held-out tail.</summary>
    public const string ValBitsPerToken = "val_bits_per_token";

    /// <summary>Bits per token above what the process that drew the text itself needs for this tail;
    /// only for corpora whose process is known.</summary>
    public const string ValExcessBits = "val_excess_bits";

    /// <summary>Bits per character of the held-out text, comparable across kinds of token: separators and spelling paid for.</summary>
    public const string ValBitsPerCharacter = "val_bits_per_character";

    /// <summary>exp of the mean nats per token over a test text of its own; never ranked by.</summary>
    public const string TestPerplexity = "test_perplexity";

    /// <summary>Training tokens per second of training, evaluation not counted. Not reproducible.</summary>
    public const string TokensPerSecond = "tokens_per_second";

    /// <summary>In place of <see cref="TrainPerplexity"/> for a bidirectional model, which sees what it predicts.</summary>
    public const string TrainPseudoPerplexity = "train_pseudo_perplexity";

    /// <summary>In place of <see cref="ValPerplexity"/> for a bidirectional model, which sees what it predicts.</summary>
    public const string ValPseudoPerplexity = "val_pseudo_perplexity";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [TrainPerplexity, ValPerplexity, ValBitsPerToken, ValExcessBits, TokensPerSecond, TrainPseudoPerplexity, ValPseudoPerplexity,
            ValBitsPerCharacter, TestPerplexity];

    /// <summary>Why a trial of these options does not report a metric; null when it does.</summary>
    public static string? Missing(string metric, LanguageModelTrialOptions options) => metric switch
    {
        TrainPseudoPerplexity or ValPseudoPerplexity when !options.Bidirectional =>
            $"{metric} is of bidirectional models only; rank a causal model by {ValPerplexity}",
        TrainPerplexity or ValPerplexity or ValBitsPerToken or ValExcessBits or ValBitsPerCharacter when options.Bidirectional =>
            $"a bidirectional model sees the tokens it predicts, so it has no {metric} to be ranked by beside causal models; "
            + $"rank it in a sweep of its own by {ValPseudoPerplexity}, or set bidirectional: false",
        TestPerplexity => $"{metric} is for reporting: whoever chooses by it has no test left; rank by {ValPerplexity}",
        _ => All.Contains(metric) ? null : $"the experiment reports no {metric}, only {string.Join(", ", All)}",
    };
}

/// <summary>Notices a held-out perplexity too good to be true. Pure.</summary>
/// <remarks>Let p be the process that drew the text and q any causal model that has not seen the tail. The expectation of q(tail) / p(tail)
/// under p is 1, so by Markov's inequality q beats p by t nats on the whole tail with a probability of at most exp(-t). With t = 30 an
/// honest experiment raises a false alarm less than once in 10^13 epochs.</remarks>
public static class FloorAlarm
{
    /// <summary>Nats on the whole tail by which a model may beat the process.</summary>
    public const double Allowance = 30;

    /// <summary>The alarm in one sentence; null when all is well.</summary>
    /// <param name="meanNats">The model's mean loss on the tail, nats per token.</param>
    /// <param name="idealNats">The process's own on the same tail; null when unknown.</param>
    /// <param name="tokens">Length of the tail.</param>
    public static string? Check(double meanNats, double? idealNats, long tokens)
    {
        if (idealNats is not { } ideal || !((ideal - meanNats) * tokens > Allowance)) return null;
        return $"the held-out perplexity {Math.Exp(meanNats):F4} is below {Math.Exp(ideal):F4}, which the process that drew the text " +
            "itself reaches: "
            + "the experiment is wrong (held-out text leaked into training, or the model sees what it predicts); its results must " +
                "not be used";
    }
}
