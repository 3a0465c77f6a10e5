using Sweep.Experiments.Data;

namespace Sweep.Experiments.Training.Memory;

/// <summary>How large a text is.</summary>
/// <param name="Characters">Characters of the whole text, at least 0.</param>
/// <param name="Tokens">Tokens after the cut by <c>max_tokens</c>, the held-out tail included, at least 0.</param>
public readonly record struct TextSize(long Characters, long Tokens)
{
    /// <summary>Characters of a text that nothing is known of but that it is not large.</summary>
    public const long Small = 1 << 18;

    private const long TimeMachine = 178_979;
    private const int CharactersPerWord = 4;

    /// <summary>An upper bound from a configuration alone.</summary>
    /// <param name="corpus">Its corpus.</param>
    /// <param name="characters">Characters of the text where somebody read it; null = by the corpus's name.</param>
    public static TextSize Of(CorpusOptions corpus, long? characters)
    {
        var most = characters ?? corpus.Corpus switch
        {
            CorpusOptions.Grammar => corpus.GrammarLength,
            CorpusOptions.TimeMachine => TimeMachine,
            _ => Small,
        };
        var tokens = corpus.Token == TokenKind.Char ? most : most / CharactersPerWord;
        return new(most, Math.Min(tokens, corpus.MaxTokens ?? long.MaxValue));
    }
}
