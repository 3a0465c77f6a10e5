using Sweep.Models.Sequences;

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

/// <summary>Sums over held-out pairs.</summary>
/// <param name="grams">k of BLEU.</param>
internal sealed class HeldOutScores(int grams)
{
    private const int NoToken = -1;

    private double nats;
    private double bleu;
    private long tokens;
    private int pairs;
    private int right;

    public double MeanNats => nats / tokens;

    /// <summary>Share of targets that were written right from the first token to the end.</summary>
    public double ExactMatch => (double)right / pairs;

    public double MeanBleu => bleu / pairs;

    public void Add(double sumNats, long scored) => (nats, tokens) = (nats + sumNats, tokens + scored);

    public void Add(int[] written, int[] label)
    {
        // A token that training has never seen cannot be written.
        int[] known = [.. label.Select(token => token == SpecialTokens.Unknown ? NoToken : token)];
        pairs++;
        bleu += Bleu.Of(written, known, grams);
        if (written.AsSpan().SequenceEqual(known)) right++;
    }
}
