using System.Collections;
using Sweep.Experiments.Data.Cache;
using Sweep.Experiments.Data.Tokens;

namespace Sweep.Experiments.Data;

/// <summary>From a text to numbered tokens.</summary>
public static class CorpusBuilder
{
    /// <summary>Applies the text rules, numbers the token types and splits off the held-out part.</summary>
    /// <exception cref="CorpusException">The text has nothing that is kept, or the options ask for too little.</exception>
    public static Corpus Build(CorpusText text, CorpusOptions options) =>
        Build(text, options, null, null, null, CancellationToken.None);

    /// <summary>The same with tokens and merges that are given (null = learnt), and a place to keep tokens on disk (null = in memory).
    /// <paramref name="confirm"/> is called before tokens count, and throws when the text is another one now; null = nobody.</summary>
    internal static Corpus Build(
        CorpusText text, CorpusOptions options, BpeModel? tokenizer, TokenStore? store, Action? confirm, CancellationToken cancel)
    {
        Check(options, TextEncoding.IsCourse(text, options));
        var encoding = new TextEncoding(text, options) { Confirm = confirm };
        var (encoded, tokens) = text.Bytes < store?.From || store is null
            ? encoding.InMemory(tokenizer) : store.Get(text, options, encoding, tokenizer, cancel);
        if (encoded.Tokens == 0) throw new CorpusException(Empty(text, options));
        var isOfBytes = options.Token is TokenKind.Byte or TokenKind.Bpe;
        return Ideal(text, options, new Corpus
        {
            Name = text.Name,
            Sha256 = text.Sha256,
            Characters = encoded.Characters,
            Token = options.Token,
            Vocabulary = isOfBytes ? Vocabulary.Closed(encoded.Types) : new Vocabulary(encoded.Types),
            Tokens = tokens[..(encoded.Training + encoded.HeldOut)],
            HeldOut = encoded.HeldOut,
            Test = tokens[(encoded.Training + encoded.HeldOut)..],
            HeldOutCharacters = encoded.HeldOutCharacters,
            SideNats = encoded.SideNats,
            Merges = encoded.Merges,
            IsSplit = text.IsSplit,
        });
    }

    /// <summary>The same with what the process that drew the text needs, where its tokens are the process's own.</summary>
    private static Corpus Ideal(CorpusText text, CorpusOptions options, Corpus corpus)
    {
        // Once rare types are merged the process no longer describes the stream: its entropy would be too high a floor.
        if (text.Grammar is not { } grammar || !IsOfProcess(text, options) || corpus.Tokens.Span.Contains(0)) return corpus;
        var tokens = new TypeList(corpus.Tokens, corpus.Vocabulary.Types);
        return corpus with
        {
            FloorNats = grammar.Sizes.EntropyRate(options.Token),
            IdealValidationNats = corpus.HeldOut == 0 ? null : grammar.Nats(tokens, options.Token).TakeLast(corpus.HeldOut).Average(),
        };
    }

    private static bool IsOfProcess(CorpusText text, CorpusOptions options) => text.Validation.Count == 0
        && (options.Token == TokenKind.Char || (TextEncoding.IsCourse(text, options) && options.MaxCharacters is null));

    private static string Empty(CorpusText text, CorpusOptions options) => options.Text == TextMode.Letters
        ? $"corpus '{text.Name}': expected a text with the letters A-Z, found none; name a text in a Latin alphabet, or keep all " +
            "that is written with text: raw"
        : $"corpus '{text.Name}': expected a text, found none; name another file";

    private static void Check(CorpusOptions options, bool isCourse)
    {
        if (options.MaxTokens < 1) throw new CorpusException($"max_tokens: expected at least 1, found {options.MaxTokens}");
        if (options.MaxCharacters < 1)
            throw new CorpusException($"max_characters: expected at least 1, found {options.MaxCharacters}");
        if (options.MinFreq < 0) throw new CorpusException($"min_freq: expected at least 0, found {options.MinFreq}");
        if (options.Validation is not (> 0 and < 1))
            throw new CorpusException($"validation: expected a share above 0 and below 1, found {options.Validation}");
        if (options.MaxTokens is { } most && !isCourse)
            throw new CorpusException($"max_tokens: {most} cuts by tokens, and here every kind of token must read the same text: " +
                "expected it with text: letters and token: char or word alone; cut by max_characters instead");
    }
}

/// <summary>The types of a token stream, as a list that takes no memory.</summary>
internal sealed class TypeList(ReadOnlyMemory<int> tokens, IReadOnlyList<string> types) : IReadOnlyList<string>
{
    public int Count => tokens.Length;
    public string this[int index] => types[tokens.Span[index]];

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
