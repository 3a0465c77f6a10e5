using System.Text.Json;
using Sweep.Experiments.Trees;

namespace Sweep.Experiments.Tests.Trees;

/// <summary>Drawn list operations have the values that they say, nest as deep as asked, and never repeat.</summary>
public sealed class ListOperationTests
{
    [Fact]
    public void Values_are_those_of_Python()
    {
        using var file = typeof(ListOperationTests).Assembly.GetManifestResourceStream("Reference.list-operations.json")!;
        var expressions = JsonSerializer.Deserialize<List<Written>>(file, JsonSerializerOptions.Web)!;

        Assert.Equal(400, expressions.Count);
        Assert.All(expressions, one => Assert.Equal(one.Value, new Evaluator(one.Text).Value()));
    }

    [Fact]
    public void Every_drawn_list_has_its_value_as_its_label()
    {
        var drawn = ListOperations.Draw(count: 500, depth: 5, arguments: 6, seed: 3);

        Assert.All(drawn, tree => Assert.Equal(tree.Label, Check(tree)));

        static int Check(WrittenTree tree)
        {
            if (tree.Word is { } digit) return digit[0] - '0';
            Assert.Equal(ListOperations.Value(tree.Children[0].Word!, [.. tree.Children.Skip(1).Select(Check)]), tree.Label);
            return tree.Label;
        }
    }

    [Fact]
    public void Depths_alternate_and_arguments_keep_their_bounds()
    {
        var drawn = ListOperations.Draw(count: 300, depth: 4, arguments: 3, seed: 9);

        Assert.Equal(Enumerable.Range(0, 300).Select(i => 1 + (i % 4)), drawn.Select(tree => tree.Depth));
        Assert.All(drawn.SelectMany(Lists), list => Assert.InRange(list.Children.Count - 1, 2, 3));

        static IEnumerable<WrittenTree> Lists(WrittenTree tree) =>
            tree.Word is null ? tree.Children.SelectMany(Lists).Prepend(tree) : [];
    }

    [Fact]
    public void Equal_seeds_draw_equal_expressions_and_none_repeats()
    {
        var drawn = ListOperations.Draw(2000, 3, 3, seed: 1).Select(tree => tree.Shape).ToList();

        Assert.Equal(drawn, ListOperations.Draw(2000, 3, 3, seed: 1).Select(tree => tree.Shape));
        Assert.NotEqual(drawn, ListOperations.Draw(2000, 3, 3, seed: 2).Select(tree => tree.Shape));
        Assert.Equal(drawn.Count, drawn.Distinct().Count());
    }

    public sealed record Written(string Text, int Value);

    /// <summary>Reads a list operation, so that each list is valued by the product.</summary>
    private sealed class Evaluator(string text)
    {
        private readonly Queue<string> words = new(text.Replace("]", " ]", StringComparison.Ordinal).Split(' '));

        public int Value()
        {
            var word = words.Dequeue();
            if (word[0] != '[') return word[0] - '0';
            var digits = new List<int>();
            while (words.Peek() != "]") digits.Add(Value());
            words.Dequeue();
            return ListOperations.Value(word, digits);
        }
    }
}
