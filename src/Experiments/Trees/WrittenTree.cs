using Sweep.Experiments.Data;
using Sweep.Models.Trees;

namespace Sweep.Experiments.Trees;

/// <summary>A tree as it is written: a word, or a node of one child or more. Nested at most <see cref="MostDepth"/> deep.</summary>
/// <param name="Label">Class; <see cref="TreeNode.NoLabel"/> where there is none.</param>
/// <param name="Word">Word of a leaf; null of an inner node.</param>
/// <param name="Children">Children of an inner node; none of a leaf.</param>
public sealed record WrittenTree(int Label, string? Word, IReadOnlyList<WrittenTree> Children)
{
    /// <summary>Deepest nesting.</summary>
    public const int MostDepth = 500;

    /// <summary>A leaf.</summary>
    public static WrittenTree Leaf(string word, int label = TreeNode.NoLabel) => new(label, word, []);

    /// <summary>Levels of inner nodes: 0 of a leaf, else 1 more than the deepest child's.</summary>
    public int Depth => Children.Count == 0 ? 0 : 1 + Children.Max(child => child.Depth);

    /// <summary>All words, from left to right.</summary>
    public IEnumerable<string> Words => Word is null ? Children.SelectMany(child => child.Words) : [Word];

    /// <summary>Largest label; <see cref="TreeNode.NoLabel"/> where there is none.</summary>
    public int LargestLabel => Children.Select(child => child.LargestLabel).Append(Label).Max();

    /// <summary>Words and brackets as written, without the labels.</summary>
    public string Text => Word ?? $"({string.Join(' ', Children.Select(child => child.Text))})";

    /// <summary>Words and brackets of the tree as <see cref="Binarise"/> makes it, without the labels: equal for trees that a model cannot
    /// tell apart.</summary>
    public string Shape => Word ?? string.Concat(
        Children.Skip(1).Select(child => $" {child.Shape})").Prepend(new string('(', Children.Count - 1) + Children[0].Shape));

    /// <summary>The tree that a model reads. A node of more than two children becomes a chain from the left, ((a b) c) d, whose inserted
    /// nodes have no label; a node of one child is that child, with the node's label.</summary>
    public BinaryTree Binarise(Vocabulary vocabulary)
    {
        var nodes = new List<TreeNode>();
        Add(this, Label);
        return new BinaryTree(nodes);

        int Add(WrittenTree tree, int label)
        {
            if (tree.Word is { } word) return Next(TreeNode.Leaf(vocabulary[word], label));
            if (tree.Children.Count == 1) return Add(tree.Children[0], label == TreeNode.NoLabel ? tree.Children[0].Label : label);
            var left = Add(tree.Children[0], tree.Children[0].Label);
            for (var child = 1; child < tree.Children.Count; child++)
            {
                var right = Add(tree.Children[child], tree.Children[child].Label);
                left = Next(TreeNode.Inner(left, right, child == tree.Children.Count - 1 ? label : TreeNode.NoLabel));
            }

            return left;
        }

        int Next(TreeNode node)
        {
            nodes.Add(node);
            return nodes.Count - 1;
        }
    }
}
