namespace Sweep.Experiments.Data;

/// <summary>Decides whether a measured loss is too good to be true.</summary>
/// <remarks>
/// Let p be the process that drew the held-out tokens and q any causal model fixed before it saw them. The likelihood ratio q/p of the whole tail has mean at
/// most 1, so by Markov's inequality a total of more than ln(1/a) nats below p's own happens with probability at most a. With a = 1e-9 an honest model
/// stays silent over millions of evaluations; a model that sees what it predicts falls below the line within some tens of tokens.
/// </remarks>
public static class FloorAlarm
{
    /// <summary>ln(1e9): nats, over the whole tail, that chance may give.</summary>
    public const double ChanceNats = 20.72326583694641;

    /// <summary>Nats per token allowed for the rounding of sums in single precision.</summary>
    public const double RoundingNatsPerToken = 1e-3;

    /// <summary>True when a loss is below what the process itself needs for the same tokens by more than chance and rounding explain.</summary>
    /// <param name="lossNats">Mean loss over the held-out tail, in nats per token.</param>
    /// <param name="idealNats"><see cref="Corpus.IdealValidationNats"/>; null = unknown, never an alarm.</param>
    /// <param name="tokens">Number of held-out tokens, at least 1.</param>
    public static bool Rings(double lossNats, double? idealNats, long tokens) => lossNats < idealNats - (ChanceNats / tokens) - RoundingNatsPerToken;
}
