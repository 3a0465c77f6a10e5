using Sweep.Contracts;
using Sweep.Experiments.Data;
using static Sweep.Experiments.Training.LanguageModelMetrics;

namespace Sweep.Experiments.Training;

/// <summary>From losses to the report of an epoch, under names that keep a bidirectional model's numbers apart from a causal one's. Pure.</summary>
/// <param name="corpus">The corpus; its ideal loss on the tail guards against impossible results.</param>
/// <param name="bidirectional">True for a model that sees what it predicts.</param>
public sealed class EpochReporter(Corpus corpus, bool bidirectional)
{
    /// <summary>The report of one epoch.</summary>
    /// <param name="epoch">Epoch, from 1.</param>
    /// <param name="trainNats">Mean training loss, nats per token.</param>
    /// <param name="valNats">Mean held-out loss, nats per token.</param>
    /// <param name="tokensPerSecond">Training speed.</param>
    /// <param name="seconds">Wall-clock seconds of the epoch.</param>
    /// <exception cref="TrialException">The held-out loss is lower than a causal model's can be.</exception>
    public TrialReport Report(int epoch, double trainNats, double valNats, double tokensPerSecond, double seconds)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [bidirectional ? TrainPseudoPerplexity : TrainPerplexity] = Math.Exp(trainNats),
            [bidirectional ? ValPseudoPerplexity : ValPerplexity] = Math.Exp(valNats),
        };
        if (!bidirectional) AddCausal(metrics, epoch, valNats);
        if (double.IsFinite(tokensPerSecond)) metrics[TokensPerSecond] = tokensPerSecond;
        return new TrialReport { Epoch = epoch, Metrics = metrics, Seconds = seconds };
    }

    private void AddCausal(Dictionary<string, double> metrics, int epoch, double valNats)
    {
        if (FloorAlarm.Check(valNats, corpus.IdealValidationNats, corpus.HeldOut) is { } alarm)
            throw new TrialException(AttemptOutcome.Error, $"epoch {epoch}: {alarm}");
        metrics[ValBitsPerToken] = valNats / Math.Log(2);
        if (corpus.IdealValidationNats is { } ideal) metrics[ValExcessBits] = (valNats - ideal) / Math.Log(2);
    }
}
