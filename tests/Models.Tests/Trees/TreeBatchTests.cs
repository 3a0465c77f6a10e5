using CsCheck;
using Sweep.Models.Trees;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Trees;

/// <summary>Levels of a batch are computed together, and give what one tree at a time and one node at a time give.</summary>
public sealed class TreeBatchTests
{
    private const int Vocabulary = 7, Classes = 5, Hidden = 6;

    private static readonly Gen<BinaryTree> RandomTree = Gen.Select(Gen.Int[1, 12], Gen.Int[0, int.MaxValue])
        .Select((leaves, seed) => Drawn(leaves, new Random(seed)));

    [Theory]
    [InlineData(TreeKind.Recursive)]
    [InlineData(TreeKind.TreeLstm)]
    public void A_batch_gives_each_node_the_logits_of_a_recursion_node_by_node(TreeKind kind)
    {
        using var model = Model(kind);
        RandomTree.Array[1, 8].Sample(trees =>
        {
            using var scope = NewDisposeScope();
            using var batch = new TreeBatch(trees, CPU);
            using var scores = model.Evaluate(batch);
            var places = TreeReferenceTests.Numbered(trees);
            var recursion = new Recursion(model);
            var expected = trees.Select(recursion.Logits).ToList();
            foreach (var (row, node) in batch.ScoredNodes.Index())
            {
                var (tree, place) = places[node];
                Assert.All(Numbers(scores.Logits[row]).Zip(expected[tree][place]), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
            }

            Assert.Equal(trees.Select(tree => tree.Nodes.Count - 1), batch.Roots.Select(root => places[root].Place));
        }, iter: 60, threads: 1);
    }

    [Theory]
    [InlineData(TreeKind.Recursive)]
    [InlineData(TreeKind.TreeLstm)]
    public void The_gradient_of_a_batch_is_the_weighted_mean_of_those_of_its_trees(TreeKind kind)
    {
        using var model = Model(kind);
        RandomTree.Array[2, 5].Sample(trees =>
        {
            using var scope = NewDisposeScope();
            var (sum, scored) = (new Dictionary<string, double[]>(), 0);
            foreach (var tree in trees)
            {
                using var one = new TreeBatch([tree], CPU);
                model.TrainStep(one);
                scored += one.ScoredNodes.Count;
                foreach (var (name, parameter) in model.named_parameters())
                {
                    var part = Numbers(parameter.grad!).Select(number => number * one.ScoredNodes.Count);
                    sum[name] = sum.TryGetValue(name, out var before) ? [.. before.Zip(part, (a, b) => a + b)] : [.. part];
                }
            }

            using var batch = new TreeBatch(trees, CPU);
            model.TrainStep(batch);
            foreach (var (name, parameter) in model.named_parameters())
                Assert.All(Numbers(parameter.grad!).Zip(sum[name]), pair => Assert.Equal(pair.Second / scored, pair.First, 1e-5));
        }, iter: 30, threads: 1);
    }

    [Theory]
    [InlineData(TreeKind.Recursive)]
    [InlineData(TreeKind.TreeLstm)]
    public void Operations_grow_with_the_height_and_not_with_the_nodes(TreeKind kind)
    {
        using var model = Model(kind);
        var one = Operations(model, [Full(6)]);

        Assert.Equal(one, Operations(model, [.. Enumerable.Range(0, 50).Select(_ => Full(6))]));
        Assert.Equal(Operations(model, [Chain(20)]), Operations(model, [.. Enumerable.Range(0, 50).Select(_ => Chain(20))]));
        var perLevel = Operations(model, [Full(7)]) - one;
        Assert.InRange(perLevel, 1, 40);
        Assert.Equal(one + (2 * perLevel), Operations(model, [Full(8)]));
    }

    [Fact]
    public void Nothing_is_left_behind_by_passes_over_a_batch()
    {
        using var model = Model(TreeKind.TreeLstm);
        using var batch = new TreeBatch([Chain(9), Full(3)], CPU);
        Pass();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        Pass();

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        void Pass()
        {
            using var scope = NewDisposeScope();
            model.TrainStep(batch);
            model.Evaluate(batch);
        }
    }

    [Fact]
    public void What_is_no_tree_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new BinaryTree([]));
        Assert.Throws<ArgumentException>(() => new BinaryTree([TreeNode.Leaf(0), TreeNode.Leaf(1)]));
        Assert.Throws<ArgumentException>(() => new BinaryTree([TreeNode.Leaf(0), TreeNode.Inner(0, 0)]));
        Assert.Throws<ArgumentException>(() => new BinaryTree([TreeNode.Leaf(0), TreeNode.Inner(0, 2), TreeNode.Leaf(0)]));
        Assert.Throws<ArgumentException>(() => new TreeBatch([], CPU));
        Assert.Throws<ArgumentException>(() => new TreeBatch([new([TreeNode.Leaf(0)])], CPU));
    }

    private static IEnumerable<double> Numbers(Tensor tensor) =>
        tensor.reshape(-1).data<float>().ToArray().Select(number => (double)number);

    /// <summary>Tensors that a training step makes, one for each operation of the forward pass.</summary>
    private static long Operations(TreeModel model, IReadOnlyList<BinaryTree> trees)
    {
        using var scope = NewDisposeScope();
        using var batch = new TreeBatch(trees, CPU);
        model.TrainStep(batch); // The first one makes the gradients.
        var before = DisposeScopeManager.Statistics.TensorStatistics.CreatedInScopeCount;
        model.TrainStep(batch);
        return DisposeScopeManager.Statistics.TensorStatistics.CreatedInScopeCount - before;
    }

    private static TreeModel Model(TreeKind kind)
    {
        manual_seed(3);
        return new(new() { Kind = kind, Vocabulary = Vocabulary, Classes = Classes, EmbeddingSize = 4, Hidden = Hidden }, CPU);
    }

    /// <summary>All leaves at the same height: 2^height of them.</summary>
    private static BinaryTree Full(int height)
    {
        var nodes = Enumerable.Range(0, 1 << height).Select(i => TreeNode.Leaf(i % Vocabulary, i % Classes)).ToList();
        for (var (first, count) = (0, nodes.Count); count > 1; first += count, count /= 2)
            for (var i = 0; i < count; i += 2) nodes.Add(TreeNode.Inner(first + i, first + i + 1, i % Classes));
        return new(nodes);
    }

    /// <summary>A leaf more at each height.</summary>
    private static BinaryTree Chain(int height)
    {
        List<TreeNode> nodes = [TreeNode.Leaf(1, 0)];
        for (var i = 0; i < height; i++)
        {
            nodes.Add(TreeNode.Leaf(i % Vocabulary));
            nodes.Add(TreeNode.Inner(nodes.Count - 2, nodes.Count - 1, i % Classes));
        }

        return new(nodes);
    }

    private static BinaryTree Drawn(int leaves, Random random)
    {
        var nodes = new List<TreeNode>();
        Add(leaves, isRoot: true);
        return new(nodes);

        int Add(int count, bool isRoot = false)
        {
            var label = isRoot || random.Next(2) == 0 ? random.Next(Classes) : TreeNode.NoLabel;
            if (count == 1) nodes.Add(TreeNode.Leaf(random.Next(Vocabulary), label));
            else
            {
                var left = random.Next(1, count);
                nodes.Add(TreeNode.Inner(Add(left), Add(count - left), label));
            }

            return nodes.Count - 1;
        }
    }
}
