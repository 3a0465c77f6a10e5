using System.Runtime.InteropServices;
using Sweep.Experiments.LanguageModels.Generation;
using Sweep.Experiments.Training.Checkpoints;
using Sweep.Models.Ngrams;

namespace Sweep.Experiments.LanguageModels.Ngrams;

/// <summary>Predicts with the counts of a checkpoint's tokens.</summary>
internal sealed class NgramPredictor(INgramModel model, int order, int vocabulary) : IPredictor
{
    private readonly List<int> read = [];

    /// <exception cref="InvalidDataException">The checkpoint is not of such a model.</exception>
    public static NgramPredictor Load(NgramOptions options, TrialCheckpoint checkpoint, int vocabulary)
    {
        if (checkpoint.Tensors.GetValueOrDefault("model.tokens") is not { DType: "I64" } data)
            throw new InvalidDataException("its configuration is of a model of counts, and it has no tokens");
        var trie = new NgramTrie(PackedTokens.Unpack(MemoryMarshal.Cast<byte, long>(data.Bytes.Span), vocabulary));
        while (trie.Order < options.Order) trie.Grow();
        return new NgramPredictor(options.Model(trie, vocabulary), options.Order, vocabulary);
    }

    public float[] Next(IReadOnlyList<int> tokens)
    {
        read.AddRange(tokens);
        read.RemoveRange(0, Math.Max(0, read.Count - order + 1));
        var history = CollectionsMarshal.AsSpan(read);
        var scores = new float[vocabulary];
        for (var token = 0; token < vocabulary; token++) scores[token] = (float)Math.Log(model.Probability(history, token));
        return scores;
    }

    public void Dispose()
    {
        // Plain memory.
    }
}
