namespace Sweep.Experiments.Training;

/// <summary>Notices a held-out perplexity too good to be true. Pure.</summary>
/// <remarks>
/// Let p be the process that drew the text and q any causal model that has not seen the tail. The expectation of q(tail) / p(tail) under p is 1, so by
/// Markov's inequality q beats p by t nats on the whole tail with a probability of at most exp(-t). With t = 30 an honest experiment raises a false
/// alarm less than once in 10^13 epochs.
/// </remarks>
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
        return $"the held-out perplexity {Math.Exp(meanNats):F4} is below {Math.Exp(ideal):F4}, which the process that drew the text itself reaches: "
            + "the experiment is wrong (held-out text leaked into training, or the model sees what it predicts); its results must not be used";
    }
}
