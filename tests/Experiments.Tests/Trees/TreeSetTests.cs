using System.Text;
using Sweep.Experiments.Data;
using Sweep.Experiments.Trees;
using Sweep.Models.Trees;

namespace Sweep.Experiments.Tests.Trees;

/// <summary>A user's bracketed file, and how trees are binarised, numbered and split.</summary>
public sealed class TreeSetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-trees-").FullName;

    [Fact]
    public void A_line_of_the_treebank_is_a_tree_with_labels_at_all_nodes()
    {
        var tree = Assert.Single(TreeFile.Parse("t", "(3 (2 It) (4 works))\n\n"));

        Assert.Equal(3, tree.Label);
        Assert.Equal([("It", 2), ("works", 4)], tree.Children.Select(child => (child.Word!, child.Label)));
        Assert.Equal((1, 4), (tree.Depth, tree.LargestLabel));
        var nodes = tree.Binarise(new Vocabulary(["<unk>", "works"])).Nodes;
        Assert.Equal([TreeNode.Leaf(0, 2), TreeNode.Leaf(1, 4), TreeNode.Inner(0, 1, 3)], nodes);
    }

    [Fact]
    public void Wide_nodes_become_chains_from_the_left_and_single_children_their_parent()
    {
        var tree = TreeFile.Parse("t", "(1 (2 a) (0 (3 b)) (4 c))")[0];

        Assert.Equal(
            [TreeNode.Leaf(1, 2), TreeNode.Leaf(2, 0), TreeNode.Inner(0, 1), TreeNode.Leaf(3, 4), TreeNode.Inner(2, 3, 1)],
            tree.Binarise(new Vocabulary(["<unk>", "a", "b", "c"])).Nodes);
    }

    [Theory]
    [InlineData("(0 (0 a) (1 b) (1 c) (1 d))", "(((a b) c) d)")]
    [InlineData("(0 (0 a) (1 (0 (0 b) (1 c))))", "(a (b c))")]
    [InlineData("(0 (0 (1 a)))", "a")]
    public void The_shape_is_that_of_the_binarised_tree(string text, string shape) =>
        Assert.Equal(shape, TreeFile.Parse("t", text)[0].Shape);

    [Theory]
    [InlineData("(3 (2 It) (4 works)", "column 20", "expected ')'", "the end of the line")]
    [InlineData("(3 It works)", "column 7", "expected ')'", "'works)'")]
    [InlineData("(x It)", "column 2", "expected a label", "'x It)'")]
    [InlineData("(1000 It)", "column 2", "expected a label", "'1000 It)'")]
    [InlineData("(3)", "column 3", "expected a word", "')'")]
    [InlineData("It works", "column 1", "expected '('", "'It works'")]
    [InlineData("(3 It) (4 works)", "column 8", "expected the end", "'(4 works)'")]
    [InlineData("(3 (2 It) works)", "column 11", "expected ')'", "'works)'")]
    public void Errors_have_line_and_column(string line, string column, string expected, string found)
    {
        var error = Assert.Throws<CorpusException>(() => TreeFile.Parse("sst.txt", $"(1 fine)\n{line}\n"));

        Assert.StartsWith($"trees 'sst.txt', line 2, {column}: {expected}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"found {found}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_nest_to_a_bound()
    {
        var deep = string.Concat(Enumerable.Repeat("(1 ", 600)) + "a" + new string(')', 600);

        Assert.Contains("at most 500 brackets", Assert.Throws<CorpusException>(() => TreeFile.Parse("t", deep)).Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_told_by_line_and_byte()
    {
        var error = Assert.Throws<CorpusException>(() => TreeSet.Of(File([.. "(1 a)\n(2 "u8, 0xFF, .. ")\n"u8])));

        Assert.Contains("line 2, byte 4: expected UTF-8 text, found byte 0xFF", error.Message);
    }

    [Theory]
    [InlineData("", "found 0")]
    [InlineData("(1 a)\n(2 a)\n", "found 1")]
    [InlineData("(0 (0 a) (1 b))\n(1 (1 (0 a) (1 b)))\n", "found 1")]
    [InlineData("(0 (0 a) (1 b) (1 c))\n(0 (1 (0 a) (1 b)) (1 c))\n", "found 1")]
    public void Two_different_trees_are_needed(string text, string found) =>
        Assert.Contains(found, Assert.Throws<CorpusException>(() => TreeSet.Of(File(Encoding.UTF8.GetBytes(text)))).Message);

    [Fact]
    public void A_missing_file_is_told_with_the_way_out() =>
        Assert.Contains("correct the path",
            Assert.Throws<CorpusException>(() => TreeSet.Of(new() { Trees = "none.txt", BaseFolder = folder })).Message);

    [Fact]
    public void Words_come_from_the_training_part_and_no_tree_is_in_both()
    {
        var lines = Enumerable.Range(0, 100).Select(i => $"({i % 3} (0 w{i}) (1 the))");
        var set = TreeSet.Of(File(Encoding.UTF8.GetBytes(string.Join('\n', lines.Concat(lines)))) with { Validation = 0.25 });

        Assert.Equal((75, 25, 3), (set.Train.Count, set.HeldOut.Count, set.Classes));
        Assert.Equal(["<unk>", "the"], set.Vocabulary.Types.Take(2));
        Assert.Equal(77, set.Vocabulary.Count);
        Assert.All(set.HeldOut, one => Assert.Equal(0, one.Tree.Nodes[0].Token));
        Assert.Equal(64, set.Sha256.Length);
    }

    [Fact]
    public void Rare_words_are_unknown()
    {
        var file = File("(0 (0 a) (1 b))\n(1 (0 a) (1 c))\n(1 (1 a) (1 a))\n"u8.ToArray());
        var set = TreeSet.Of(file with { MinFreq = 2, Validation = 0.1 });

        Assert.Equal(["<unk>", "a"], set.Vocabulary.Types);
    }

    [Fact]
    public void More_expressions_than_there_are_is_an_error_with_the_way_out() =>
        Assert.Contains("draw fewer",
            Assert.Throws<CorpusException>(() => TreeSet.Of(new() { Count = 1000, Depth = 1, Arguments = 2 })).Message);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private TreeOptions File(byte[] bytes)
    {
        System.IO.File.WriteAllBytes(Path.Combine(folder, "trees.txt"), bytes);
        return new() { Trees = "trees.txt", BaseFolder = folder };
    }
}
