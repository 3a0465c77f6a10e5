using Sweep.Models.Tests.Reference;
using Sweep.Models.Trees;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Trees;

/// <summary>Losses, logits and gradients equal those that tests/Reference/make_tree_fixtures.py made node by node, in plain
/// Python.</summary>
public sealed class TreeReferenceTests
{
    private const float Tolerance = 1e-5f;
    private static readonly File Reference = ReferenceCase.Read<File>("tree.json")[0];

    public static TheoryData<int> Cases { get; } = new(Enumerable.Range(0, 4));

    private static List<BinaryTree> Trees =>
        [.. Reference.Trees.Select(tree => new BinaryTree([.. tree.Select(n => new TreeNode(n[0], n[1], n[2], n[3]))]))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_step_gives_the_loss_and_every_gradient(int number)
    {
        using var scope = NewDisposeScope();
        var expected = Reference.Cases[number];
        using var model = Model(expected);
        using var batch = new TreeBatch(Trees, CPU, expected.RootsOnly);

        var loss = model.TrainStep(batch);

        Assert.Equal(expected.Loss, loss.item<float>(), Tolerance);
        Assert.Equal(expected.Gradients.Keys, model.named_parameters().Select(named => named.name));
        foreach (var (name, parameter) in model.named_parameters()) Near(expected.Gradients[name], parameter.grad!, name);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluation_gives_the_logits_of_every_scored_node(int number)
    {
        using var scope = NewDisposeScope();
        var expected = Reference.Cases[number];
        using var model = Model(expected);
        using var batch = new TreeBatch(Trees, CPU, expected.RootsOnly);
        var places = Numbered(Trees);

        using var scores = model.Evaluate(batch);

        foreach (var (row, node) in batch.ScoredNodes.Index())
        {
            var (tree, place) = places[node];
            Near(expected.Logits[tree][place], scores.Logits[row], $"tree {tree}, node {place}");
        }

        Assert.Equal(expected.Loss, scores.Nats.mean().item<float>(), Tolerance);
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    /// <summary>Tree and place of each node, in the order of a batch.</summary>
    internal static List<(int Tree, int Place)> Numbered(IReadOnlyList<BinaryTree> trees) =>
        [.. from height in Enumerable.Range(0, trees.Max(tree => tree.Height) + 1)
            from tree in trees.Index()
            from node in tree.Item.Heights.Index()
            where node.Item == height
            select (tree.Index, node.Index)];

    private static TreeModel Model(Case expected)
    {
        var kind = Enum.Parse<TreeKind>(expected.Kind);
        var model = new TreeModel(new() { Kind = kind, Vocabulary = 6, Classes = 5, EmbeddingSize = 3, Hidden = 4 }, CPU);
        using var none = no_grad();
        foreach (var ((_, parameter), index) in model.named_parameters().Select((named, index) => (named, index)))
            parameter.copy_(Wave.Of(parameter.shape, index));
        return model;
    }

    private static void Near(float[] expected, Tensor actual, string what)
    {
        var numbers = actual.reshape(-1).data<float>().ToArray();
        Assert.Equal(expected.Length, numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
            Assert.True(Math.Abs(expected[i] - numbers[i]) <= Tolerance, $"{what}[{i}]: expected {expected[i]}, found {numbers[i]}");
    }

    public sealed record File(List<List<int[]>> Trees, List<Case> Cases);

    public sealed record Case(
        string Kind, bool RootsOnly, double Loss, List<List<float[]>> Logits, Dictionary<string, float[]> Gradients);
}
