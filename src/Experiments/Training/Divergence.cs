namespace Sweep.Experiments.Training;

/// <summary>When a loss means that training has failed for good. Pure.</summary>
public static class Divergence
{
    /// <summary>A whole epoch this many times worse than guessing is an explosion: no trial was seen to come back from there.</summary>
    public const double Factor = 1000;

    /// <summary>Judges the mean loss so far in an epoch, in the middle of it.</summary>
    /// <remarks>Once it is not finite it stays so; thus the answer at the end of the epoch does not depend on when
    /// somebody looked.</remarks>
    public static string? OfLoss(double loss, int epoch) => double.IsFinite(loss)
        ? null
        : $"the loss became NaN or infinite in epoch {epoch}; try a smaller lr or a smaller clip";

    /// <summary>Judges the mean loss of a whole epoch.</summary>
    /// <param name="loss">Mean loss; in nats per token where <paramref name="classes"/> is known.</param>
    /// <param name="classes">Number of token types; guessing costs its logarithm. null = unknown, then any finite loss will do.</param>
    /// <param name="epoch">Epoch, from 1.</param>
    /// <param name="where"><c>training</c> or <c>held-out</c>, for the message.</param>
    public static string? OfEpoch(double loss, int? classes, int epoch, string where)
    {
        if (OfLoss(loss, epoch) is { } reason) return reason;
        return classes is not { } types || loss <= Math.Log(types) + Math.Log(Factor)
            ? null
            : $"the loss exploded: {loss:F1} nats per {where} token in epoch {epoch}, more than {Factor} times the perplexity of " +
                "guessing among "
                + $"{types} types; try a smaller lr or a smaller clip";
    }
}
