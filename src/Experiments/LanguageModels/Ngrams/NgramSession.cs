using Sweep.Contracts;
using Sweep.Experiments.Training;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models.Ngrams;

namespace Sweep.Experiments.LanguageModels.Ngrams;

/// <summary>One trial of <c>model: ngram</c>: counts the training part, one length of n-grams per step, then scores it piece by
/// piece.</summary>
/// <remarks>A checkpoint holds the training tokens, of which the counts are made again.</remarks>
internal sealed class NgramSession : ITrainingSession, ICheckpointedArrays
{
    private const string Engine = "counts";
    private const int Piece = 16_384;

    private readonly LanguageModelTrial trial;
    private readonly NgramOptions options;
    private readonly long[] packed;
    private readonly double[] sum = [0];
    private readonly NgramTrie trie;
    private INgramModel? model;

    public NgramSession(LanguageModelTrial trial)
    {
        (this.trial, options) = (trial, NgramOptions.Of(trial.Options));
        packed = PackedTokens.Pack(trial.Corpus.Train.Span, Vocabulary);
        trie = new NgramTrie(trial.Corpus.Train);
    }

    public int Epochs => 1;
    public int? Classes => Vocabulary;

    public IEnumerable<(string Name, Array Numbers)> Arrays => [("model.tokens", packed), ("sum", sum)];

    private int Vocabulary => trial.Corpus.Vocabulary.Count;

    /// <summary>What is made of the counts, once they are complete.</summary>
    private INgramModel Model => model ??= options.Model(trie, Vocabulary);

    /// <summary>Tokens of the training part that have one before them.</summary>
    private int Scored => trial.Corpus.Train.Length - 1;

    public TrialCheckpoint Describe(TrialCheckpoint head) => trial.Describe(head, Engine);

    public MadeBy Describe(MadeBy worker) => trial.Describe(worker, Engine) with { Gpu = null };

    public (int Steps, long Tokens) BeginEpoch(int epoch) => (options.Order + ((Scored + Piece - 1) / Piece), Scored);

    public bool CatchUp(int step)
    {
        if (trie.Order >= Math.Min(step, options.Order)) return false;
        trie.Grow();
        return true;
    }

    public void Step(int step)
    {
        if (step < options.Order)
        {
            trie.Grow();
            return;
        }

        var from = 1 + ((step - options.Order) * Piece);
        sum[0] += Nats(trial.Corpus.Train.Span, from, Math.Min(from + Piece, Scored + 1));
    }

    public double TrainLoss(int steps)
    {
        var scored = Math.Min(Scored, (long)(steps - options.Order) * Piece);
        return scored > 0 ? sum[0] / scored : Math.Log(Vocabulary); // Nothing is counted: every token is as likely.
    }

    public double? Evaluate(Func<bool> goOn) => trial.Evaluate(
        () => MeanNats(trial.Corpus.Train, trial.Corpus.Validation, goOn),
        () => MeanNats(trial.Corpus.Validation, trial.Corpus.Test, goOn));

    public IReadOnlyDictionary<string, double> Metrics(double trainLoss, double heldOutLoss, double tokensPerSecond) =>
        trial.Metrics(1, trainLoss, heldOutLoss, tokensPerSecond);

    public void EndEpoch() => sum[0] = 0;

    public void Dispose()
    {
        // Plain memory.
    }

    private double? MeanNats(ReadOnlyMemory<int> text, ReadOnlyMemory<int> scored, Func<bool> goOn)
    {
        // What a prediction may look back to, and what is scored behind it.
        var before = text[^Math.Min(options.Order - 1, text.Length)..];
        int[] tokens = [.. before.Span, .. scored.Span];
        var nats = 0.0;
        for (var from = before.Length; from < tokens.Length; from += Piece)
        {
            if (!goOn()) return null;
            nats += Nats(tokens, from, Math.Min(from + Piece, tokens.Length));
        }

        return nats / scored.Length;
    }

    private double Nats(ReadOnlySpan<int> tokens, int from, int to)
    {
        var (nats, known) = (0.0, options.Order - 1);
        for (var at = from; at < to; at++) nats -= Math.Log(Model.Probability(tokens[Math.Max(0, at - known)..at], tokens[at]));
        return nats;
    }
}
