using System.Globalization;
using Sweep.Experiments.Data;

namespace Sweep.Experiments.Trees;

/// <summary>Reads one bracketed expression, <c>(3 (2 It) (4 works))</c>: in every bracket first a label, then a word or further
/// brackets.</summary>
internal sealed class TreeParser(string file, string line, int number)
{
    private const int MostLabel = 999;
    private const int Shown = 20;

    private int at;

    /// <exception cref="CorpusException">It is none; the message has line and column.</exception>
    public WrittenTree Read()
    {
        SkipSpace();
        var tree = Node(depth: 0);
        SkipSpace();
        return at == line.Length ? tree
            : throw Wrong("expected the end of the line after the expression", "put every expression on a line of its own");
    }

    private WrittenTree Node(int depth)
    {
        if (depth > WrittenTree.MostDepth)
            throw Wrong($"expected at most {WrittenTree.MostDepth} brackets in each other", "flatten the expression");
        if (Current != '(') throw Wrong("expected '('", "write an expression as (label word) or (label (...) (...))");
        at++;
        SkipSpace();
        var label = Label();
        SkipSpace();
        var tree = Current == '(' ? new WrittenTree(label, null, Children(depth)) : WrittenTree.Leaf(Word(), label);
        SkipSpace();
        if (Current != ')')
            throw Wrong("expected ')'", tree.Word is null ? "give a word a bracket of its own, (label word), and close every bracket"
                : "a bracket with a word has nothing else but its label: give each word a bracket, and close it");
        at++;
        return tree;
    }

    private List<WrittenTree> Children(int depth)
    {
        var children = new List<WrittenTree>();
        while (Current == '(')
        {
            children.Add(Node(depth + 1));
            SkipSpace();
        }

        return children;
    }

    private int Label()
    {
        var begin = at;
        var text = Text();
        if (text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit)) return int.Parse(text, CultureInfo.InvariantCulture);
        at = begin;
        throw Wrong($"expected a label, a whole number from 0 to {MostLabel}", "write it behind the bracket, as in (3 word)");
    }

    private string Word()
    {
        var word = Text();
        return word.Length > 0 ? word : throw Wrong("expected a word or '(' after the label", "a leaf is (label word)");
    }

    private string Text()
    {
        var begin = at;
        while (at < line.Length && line[at] is not ('(' or ')') && !char.IsWhiteSpace(line[at])) at++;
        return line[begin..at];
    }

    private char Current => at < line.Length ? line[at] : '\0';

    private void SkipSpace()
    {
        while (at < line.Length && char.IsWhiteSpace(line[at])) at++;
    }

    private CorpusException Wrong(string expected, string wayOut) => new(
        $"trees '{file}', line {number}, column {at + 1}: {expected}, found {Found}; {wayOut}");

    private string Found => at == line.Length ? "the end of the line" : $"'{line[at..Math.Min(line.Length, at + Shown)]}'";
}
