namespace Sweep.Experiments.Data.Grammars;

/// <summary>The exact predictor of the texts of a grammar: it knows after every word which symbols are open, hence the odds of every word
/// and letter.</summary>
public sealed class GrammarModel(SimpleGrammar grammar) : ITextModel
{
    /// <inheritdoc />
    public double EntropyRate(TokenKind token) => grammar.Sizes.EntropyRate(token);

    /// <inheritdoc />
    public double[] Nats(IReadOnlyList<string> tokens, TokenKind token)
    {
        var nats = new double[tokens.Count];
        var reader = new GrammarReader(grammar);
        for (var i = 0; i < nats.Length; i++)
        {
            var probability = token == TokenKind.Word ? reader.Word(tokens[i]) : reader.Letter(tokens[i][0]);
            if (probability <= 0)
                throw new ArgumentException(
                $"expected a text of the grammar from its start, found '{tokens[i]}' as token {i}", nameof(tokens));
            nats[i] = -Math.Log(probability);
        }
        return nats;
    }
}
