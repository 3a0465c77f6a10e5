using static TorchSharp.torch;

namespace Sweep.Models.Trees;

/// <summary>The indexes of a batch of trees on a device, made once and used by every pass over it. Owns its tensors.</summary>
public sealed class TreeBatch : IDisposable
{
    private readonly List<Tensor> owned = [];

    /// <param name="trees">At least one, of which at least one scored node has a label.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="rootsOnly">True to score the roots alone; false: every node with a label.</param>
    /// <exception cref="ArgumentException">No node is scored.</exception>
    public TreeBatch(IReadOnlyList<BinaryTree> trees, Device device, bool rootsOnly = false)
    {
        var plan = new TreePlan(trees);
        (Nodes, Roots) = (plan.Labels.Count, plan.Roots);
        var numbers = rootsOnly ? plan.Roots : Enumerable.Range(0, Nodes);
        ScoredNodes = [.. numbers.Where(number => plan.Labels[number] != TreeNode.NoLabel)];
        if (ScoredNodes.Count == 0) throw new ArgumentException("no node to be scored has a label.", nameof(trees));
        Tokens = Upload(plan.Tokens, device);
        Scored = Upload(ScoredNodes, device);
        Labels = Upload([.. ScoredNodes.Select(number => plan.Labels[number])], device);
        Levels = [.. plan.Levels.Select(level =>
            (Upload(level.Left, device), Upload(level.Right, device), level.Kept.Count > 0 ? Upload(level.Kept, device) : null))];
    }

    /// <summary>Nodes of all trees.</summary>
    public int Nodes { get; }

    /// <summary>Number of each tree's root among the nodes.</summary>
    public IReadOnlyList<int> Roots { get; }

    /// <summary>Numbers of the scored nodes.</summary>
    public IReadOnlyList<int> ScoredNodes { get; }

    /// <summary>int64, (leaves): token of each leaf.</summary>
    internal Tensor Tokens { get; }

    /// <summary>int64, (scored): <see cref="ScoredNodes"/>.</summary>
    internal Tensor Scored { get; }

    /// <summary>int64, (scored): their labels.</summary>
    internal Tensor Labels { get; }

    /// <summary>Per height from 1, int64: children of its nodes among the waiting states, and those that go on waiting
    /// (null = none).</summary>
    internal IReadOnlyList<(Tensor Left, Tensor Right, Tensor? Kept)> Levels { get; }

    /// <inheritdoc />
    public void Dispose() => owned.ForEach(tensor => tensor.Dispose());

    private Tensor Upload(IReadOnlyList<int> numbers, Device device)
    {
        long[] wide = [.. numbers.Select(number => (long)number)];
        var indexes = tensor(wide, int64, device).DetachFromDisposeScope();
        owned.Add(indexes);
        return indexes;
    }
}
