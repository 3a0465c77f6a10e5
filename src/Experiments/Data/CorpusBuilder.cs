namespace Sweep.Experiments.Data;

/// <summary>From a text to numbered tokens.</summary>
public static class CorpusBuilder
{
    /// <summary>Applies the text rules, numbers the token types and splits off the tail.</summary>
    /// <exception cref="CorpusException">The text has no letters, or the options ask for too little.</exception>
    public static Corpus Build(CorpusText text, CorpusOptions options)
    {
        Check(options);
        var tokens = TextRules.Tokens(text.Text, options.Token);
        if (tokens.Count == 0)
            throw new CorpusException(
                $"corpus '{text.Name}': expected a text with the letters A-Z, found none; name a text in a Latin alphabet");
        var vocabulary = Vocabulary.Build(tokens, options.MinFreq);
        if (options.MaxTokens < tokens.Count) tokens.RemoveRange(options.MaxTokens.Value, tokens.Count - options.MaxTokens.Value);
        var heldOut = (int)(tokens.Count * options.Validation);
        // Once rare types are merged the process no longer describes the stream: its entropy would be too high a floor.
        var model = tokens.TrueForAll(token => vocabulary[token] != 0) ? text.Model : null;
        return new Corpus
        {
            Name = text.Name,
            Sha256 = text.Sha256,
            Characters = text.Text.Length,
            Token = options.Token,
            Vocabulary = vocabulary,
            Tokens = vocabulary.Encode(tokens),
            HeldOut = heldOut,
            FloorNats = model?.EntropyRate(options.Token),
            IdealValidationNats = heldOut == 0 ? null : model?.Nats(tokens, options.Token).TakeLast(heldOut).Average(),
        };
    }

    private static void Check(CorpusOptions options)
    {
        if (options.MaxTokens < 1) throw new CorpusException($"max_tokens: expected at least 1, found {options.MaxTokens}");
        if (options.MinFreq < 0) throw new CorpusException($"min_freq: expected at least 0, found {options.MinFreq}");
        if (options.Validation is not (> 0 and < 1))
            throw new CorpusException($"validation: expected a share above 0 and below 1, found {options.Validation}");
    }
}
