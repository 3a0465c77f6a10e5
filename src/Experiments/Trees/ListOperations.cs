using Sweep.Search.Randomness;

namespace Sweep.Experiments.Trees;

/// <summary>Nested operations on lists of digits, whose values are known (ListOps, Nangia and Bowman 2018): <c>[MAX 2 9 [MIN 4 7]]</c> is
/// 9.</summary>
/// <remarks>MAX, MIN, MED (the median, rounded down where two digits are in the middle) and SM (the sum modulo 10); values are the digits 0
/// to 9. A list's operator is its first leaf; the closing bracket is none, since the tree says where a list ends.</remarks>
public static class ListOperations
{
    /// <summary>Values of an expression: the digits.</summary>
    public const int Values = 10;

    /// <summary>Words of the operators.</summary>
    public static IReadOnlyList<string> Operators { get; } = ["[MAX", "[MIN", "[MED", "[SM"];

    /// <summary>Most draws for one expression that is wanted.</summary>
    private const int DrawsEach = 20;

    /// <summary>The value of a list.</summary>
    /// <param name="operation">One of <see cref="Operators"/>.</param>
    /// <param name="digits">At least one, each 0 to 9.</param>
    public static int Value(string operation, IReadOnlyList<int> digits) => operation switch
    {
        "[MAX" => digits.Max(),
        "[MIN" => digits.Min(),
        "[MED" => Median([.. digits.Order()]),
        "[SM" => digits.Sum() % Values,
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, $"expected {string.Join(", ", Operators)}"),
    };

    /// <summary>Draws different expressions: the i-th is nested 1 + i modulo <paramref name="depth"/> deep.</summary>
    /// <param name="count">How many.</param>
    /// <param name="depth">Deepest nesting, at least 1.</param>
    /// <param name="arguments">Most arguments of a list, at least 2; each has from 2 to so many.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <returns>Fewer than <paramref name="count"/> where there are hardly more different ones.</returns>
    public static IReadOnlyList<WrittenTree> Draw(int count, int depth, int arguments, long seed)
    {
        var random = new SeededRandom(seed);
        var (drawn, seen) = (new List<WrittenTree>(), new HashSet<string>(StringComparer.Ordinal));
        for (var draws = 0L; drawn.Count < count && draws < (long)count * DrawsEach; draws++)
        {
            var tree = Expression(1 + (drawn.Count % depth), arguments, random);
            if (seen.Add(tree.Shape)) drawn.Add(tree);
        }

        return drawn;
    }

    /// <summary>One argument has the full depth that is left; each other is a digit with probability 3/4, else nested to a depth drawn
    /// below it.</summary>
    private static WrittenTree Expression(int depth, int arguments, SeededRandom random)
    {
        var operation = Operators[random.NextInt(Operators.Count)];
        var items = new WrittenTree[2 + random.NextInt(arguments - 1)];
        var deepest = random.NextInt(items.Length);
        for (var item = 0; item < items.Length; item++)
        {
            var below = depth - 1;
            if (item != deepest) below = below == 0 || random.NextInt(4) > 0 ? 0 : 1 + random.NextInt(below);
            items[item] = below == 0 ? WrittenTree.Leaf($"{random.NextInt(Values)}") : Expression(below, arguments, random);
        }

        return new(Value(operation, [.. items.Select(Digit)]), null, [WrittenTree.Leaf(operation), .. items]);
    }

    private static int Digit(WrittenTree item) => item.Word is { } word ? word[0] - '0' : item.Label;

    private static int Median(int[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
}
