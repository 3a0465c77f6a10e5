namespace Sweep.Models.Trees;

/// <summary>A node: a leaf with a token, or an inner node with two children.</summary>
/// <param name="Left">Place of the left child in the tree's list; -1 for a leaf.</param>
/// <param name="Right">Place of the right child; -1 for a leaf.</param>
/// <param name="Token">Token of a leaf, from 0; not read of an inner node.</param>
/// <param name="Label">Class, from 0; <see cref="NoLabel"/> where there is none.</param>
public readonly record struct TreeNode(int Left, int Right, int Token, int Label)
{
    /// <summary>The label of a node that has none.</summary>
    public const int NoLabel = -1;

    /// <summary>True for a node without children.</summary>
    public bool IsLeaf => Left < 0;

    /// <summary>A leaf.</summary>
    public static TreeNode Leaf(int token, int label = NoLabel) => new(-1, -1, token, label);

    /// <summary>An inner node.</summary>
    public static TreeNode Inner(int left, int right, int label = NoLabel) => new(left, right, -1, label);
}

/// <summary>A binary tree as a list of nodes, children before their parent and the root last. Immutable.</summary>
public sealed class BinaryTree
{
    private readonly int[] heights;

    /// <param name="nodes">The nodes: each but the last is the child of exactly one node behind it.</param>
    /// <exception cref="ArgumentException">They are no tree in this order.</exception>
    public BinaryTree(IReadOnlyList<TreeNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        Nodes = nodes;
        heights = new int[nodes.Count];
        var parents = new int[nodes.Count];
        for (var place = 0; place < nodes.Count; place++)
        {
            var node = nodes[place];
            if (node.IsLeaf) continue;
            if (node.Left >= place || node.Right < 0 || node.Right >= place || node.Left == node.Right)
            {
                throw new ArgumentException(
                    $"node {place} must have two children before it, but has {node.Left} and {node.Right}.", nameof(nodes));
            }

            heights[place] = 1 + Math.Max(heights[node.Left], heights[node.Right]);
            parents[node.Left]++;
            parents[node.Right]++;
        }

        if (nodes.Count == 0 || parents[^1] != 0 || parents[..^1].Any(count => count != 1))
            throw new ArgumentException("every node but the last must be the child of exactly one node.", nameof(nodes));
    }

    /// <summary>The nodes, the root last.</summary>
    public IReadOnlyList<TreeNode> Nodes { get; }

    /// <summary>Height of each node: 0 of a leaf, else 1 more than the higher child's.</summary>
    public IReadOnlyList<int> Heights => heights;

    /// <summary>Height of the root.</summary>
    public int Height => heights[^1];

    /// <summary>Number of leaves, which is one more than that of inner nodes.</summary>
    public int Leaves => (Nodes.Count + 1) / 2;
}
