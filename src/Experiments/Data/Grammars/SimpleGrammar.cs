namespace Sweep.Experiments.Data.Grammars;

/// <summary>A stochastic simple grammar: every rule begins with a word, and no symbol has two rules with the same word.</summary>
/// <remarks>Korenjak and Hopcroft (1966). Two things follow, and with them everything in docs/grammar.md: the next word tells which rule
/// was used, so a text has one derivation; and no sentence is the beginning of another, so a text falls into sentences in one
/// way.</remarks>
public sealed class SimpleGrammar
{
    private readonly Alternative[][] alternatives;

    /// <summary>A grammar; checks all that the class promises.</summary>
    /// <param name="start">Symbol of a sentence.</param>
    /// <param name="productions">All rules; weights are normalised per symbol.</param>
    /// <exception cref="ArgumentException">A rule breaks a promise; the message names it.</exception>
    public SimpleGrammar(string start, IEnumerable<Production> productions)
    {
        var bySymbol = productions.GroupBy(rule => rule.Symbol, StringComparer.Ordinal).ToArray();
        var numbers = bySymbol.Select((rules, number) => (rules.Key, number))
            .ToDictionary(pair => pair.Key, pair => pair.number, StringComparer.Ordinal);
        Symbols = [.. bySymbol.Select(rules => rules.Key)];
        Start = Number(numbers, start);
        alternatives = [.. bySymbol.Select(rules => Normalised([.. rules], numbers))];
        Sizes = new SentenceStatistics(this);
    }

    /// <summary>Names of the symbols, by number.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Number of the symbol of a sentence.</summary>
    public int Start { get; }

    /// <summary>Exact expectations over one sentence.</summary>
    public SentenceStatistics Sizes { get; }

    /// <summary>All ways on from a symbol; their words differ and their probabilities sum to 1.</summary>
    public IReadOnlyList<Alternative> this[int symbol] => alternatives[symbol];

    /// <summary>Nats that the grammar itself needs for each token of a text it drew, each given all tokens before it: it knows after every
    /// word which symbols are open, hence the odds of every word and letter. No predictor does better on average.</summary>
    /// <param name="tokens">The token stream from the text's start; it may end anywhere.</param>
    /// <param name="token">What the tokens are.</param>
    /// <exception cref="ArgumentException">The grammar cannot have drawn these tokens.</exception>
    public double[] Nats(IReadOnlyList<string> tokens, TokenKind token)
    {
        var nats = new double[tokens.Count];
        var reader = new GrammarReader(this);
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

    private static Alternative[] Normalised(Production[] rules, Dictionary<string, int> numbers)
    {
        foreach (var rule in rules) Check(rule);
        if (rules.GroupBy(rule => rule.Word, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new ArgumentException(
                $"symbol {rules[0].Symbol}: expected rules that begin with different words, found '{twice.Key}' twice");
        var total = rules.Sum(rule => rule.Weight);
        return [.. rules.Select(rule =>
            new Alternative(rule.Weight / total, rule.Word, [.. rule.Tail.Select(name => Number(numbers, name))]))];
    }

    private static void Check(Production rule)
    {
        if (rule.Word.Length == 0 || !rule.Word.All(char.IsAsciiLetterLower))
            throw new ArgumentException($"symbol {rule.Symbol}: expected a word of the letters a-z, found '{rule.Word}'");
        if (rule.Weight is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"symbol {rule.Symbol}, word '{rule.Word}': expected a weight above 0, found {rule.Weight}");
    }

    private static int Number(Dictionary<string, int> numbers, string symbol) =>
        numbers.TryGetValue(symbol, out var number) ? number
            : throw new ArgumentException($"symbol {symbol}: expected at least one rule, found none");
}

/// <summary>One rule of a grammar: a symbol becomes a word and then, one after the other, what the symbols of its tail become.</summary>
/// <param name="Symbol">The symbol that is replaced.</param>
/// <param name="Weight">Weight among the rules of the same symbol, above 0.</param>
/// <param name="Word">The word it begins with: letters a-z.</param>
/// <param name="Tail">Symbols that follow the word; empty = nothing.</param>
public sealed record Production(string Symbol, double Weight, string Word, params IReadOnlyList<string> Tail);

/// <summary>One way on from a symbol of a <see cref="SimpleGrammar"/>.</summary>
/// <param name="Probability">Its probability given the symbol, above 0.</param>
/// <param name="Word">The next word.</param>
/// <param name="Tail">Numbers of the symbols that follow it.</param>
public readonly record struct Alternative(double Probability, string Word, IReadOnlyList<int> Tail);
