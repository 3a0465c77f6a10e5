namespace Sweep.Experiments.Data.Grammars;

/// <summary>Reads a text of a grammar and gives the probability of each word, or of each letter, given all before it.</summary>
public sealed class GrammarReader(SimpleGrammar grammar)
{
    private readonly Stack<int> open = new([grammar.Start]);
    private string begun = "";

    /// <summary>True when the words so far are whole sentences.</summary>
    public bool BetweenSentences { get; private set; } = true;

    /// <summary>Probability of this word being next; 0 when the grammar cannot go on with it,
    /// and the reader then stays where it is.</summary>
    public double Word(string word)
    {
        foreach (var way in grammar[open.Peek()])
        {
            if (way.Word != word) continue;
            open.Pop();
            for (var i = way.Tail.Count - 1; i >= 0; i--) open.Push(way.Tail[i]);
            BetweenSentences = open.Count == 0;
            if (BetweenSentences) open.Push(grammar.Start);
            return way.Probability;
        }
        return 0;
    }

    /// <summary>Probability of this letter, or of the space that ends a word, being next;
    /// 0 when the grammar cannot go on with it.</summary>
    public double Letter(char letter)
    {
        var before = Mass(begun);
        if (letter == ' ')
        {
            var whole = Word(begun);
            if (whole > 0) begun = "";
            return whole / before;
        }
        var after = Mass(begun + letter);
        if (after > 0) begun += letter;
        return after / before;
    }

    private double Mass(string prefix)
    {
        var mass = 0.0;
        foreach (var way in grammar[open.Peek()])
        {
            if (way.Word.StartsWith(prefix, StringComparison.Ordinal)) mass += way.Probability;
        }
        return mass;
    }
}
