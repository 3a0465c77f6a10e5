using System.Text;
using Sweep.Search.Randomness;

namespace Sweep.Experiments.Data.Grammars;

/// <summary>Draws texts from a grammar.</summary>
public static class GrammarText
{
    /// <summary>The endless text of a seed, word by word: independent sentences in a row, nothing between them.</summary>
    public static IEnumerable<string> Words(SimpleGrammar grammar, long seed)
    {
        var random = new SeededRandom(seed);
        var open = new Stack<int>();
        while (true)
        {
            if (open.Count == 0) open.Push(grammar.Start);
            var way = Draw(grammar[open.Pop()], random.NextDouble());
            for (var i = way.Tail.Count - 1; i >= 0; i--) open.Push(way.Tail[i]);
            yield return way.Word;
        }
    }

    /// <summary>The whole words of the endless text that fit a length in characters, with one space between them, on one line; a longer
    /// text of the same seed begins with this one.</summary>
    public static string Write(SimpleGrammar grammar, int length, long seed)
    {
        var text = new StringBuilder(length);
        foreach (var word in Words(grammar, seed))
        {
            var space = text.Length == 0 ? 0 : 1;
            if ((long)text.Length + space + word.Length > length) break;
            text.Append(' ', space).Append(word);
        }
        return text.ToString();
    }

    private static Alternative Draw(IReadOnlyList<Alternative> ways, double mark)
    {
        for (var i = 0; i < ways.Count - 1; i++)
        {
            mark -= ways[i].Probability;
            if (mark < 0) return ways[i];
        }
        return ways[^1];
    }
}
