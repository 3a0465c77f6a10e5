namespace Sweep.Experiments.Data;

/// <summary>Says whether a corpus is long enough.</summary>
public static class CorpusLength
{
    /// <summary>Why a corpus does not give one batch of this shape and one held-out token, in one sentence with the way out;
    /// null when it does.</summary>
    public static string? Problem(Corpus corpus, BatchShape shape)
    {
        if (shape.BatchSize < 1) return $"batch_size: expected at least 1, found {shape.BatchSize}";
        if (shape.NumSteps < 1) return $"num_steps: expected at least 1, found {shape.NumSteps}";
        var (all, train) = (corpus.Tokens.Length, corpus.Train.Length);
        if (corpus.HeldOut == 0)
            return $"corpus '{corpus.Name}' leaves no token to validate on: expected at least 1 of its {all} tokens held out, found 0; "
                + "raise validation, max_tokens or the length of the text";
        if (train >= shape.MinTokens) return null;
        return $"corpus '{corpus.Name}' is shorter than one batch: batch_size {shape.BatchSize} x num_steps {shape.NumSteps} with " +
            $"{Name(shape.Sampling)} sampling "
            + $"needs {shape.MinTokens} tokens to train on, found {train} ({all} less {corpus.HeldOut} held out); "
            + "lower batch_size, num_steps or validation, or take a longer text";
    }

    private static string Name(Sampling sampling) => sampling == Sampling.Random ? "random" : "sequential";
}
