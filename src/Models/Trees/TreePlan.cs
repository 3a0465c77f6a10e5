namespace Sweep.Models.Trees;

/// <summary>The inner nodes of one height in all trees of a batch, which are computed together.</summary>
/// <param name="Left">Places of their left children among the states that wait.</param>
/// <param name="Right">Places of their right children.</param>
/// <param name="Kept">Places of those that go on waiting; the states of this level follow them.</param>
public sealed record TreeLevel(IReadOnlyList<int> Left, IReadOnlyList<int> Right, IReadOnlyList<int> Kept);

/// <summary>In which order the nodes of a batch of trees are computed: all leaves, then level by level of height. A state waits from its
/// level to that of its parent, and each level reads those that wait. Pure.</summary>
/// <remarks>Nodes are numbered by height, within a height by tree, within a tree as it lists them: the rows of <see cref="TreeModel"/>'s
/// results.</remarks>
public sealed class TreePlan
{
    /// <summary>Plans a batch of at least one tree.</summary>
    public TreePlan(IReadOnlyList<BinaryTree> trees)
    {
        ArgumentNullException.ThrowIfNull(trees);
        if (trees.Count == 0) throw new ArgumentException("a batch has at least one tree.", nameof(trees));
        var byHeight = ByHeight(trees);
        Tokens = [.. byHeight[0].Select(at => trees[at.Tree].Nodes[at.Place].Token)];
        Labels = [.. byHeight.SelectMany(level => level.Select(at => trees[at.Tree].Nodes[at.Place].Label))];
        Roots = RootsOf(trees, byHeight);
        Levels = LevelsOf(trees, byHeight);
    }

    /// <summary>Token of each leaf, in the order of the nodes.</summary>
    public IReadOnlyList<int> Tokens { get; }

    /// <summary>Label of each node.</summary>
    public IReadOnlyList<int> Labels { get; }

    /// <summary>Number of each tree's root, in the order of the trees.</summary>
    public IReadOnlyList<int> Roots { get; }

    /// <summary>Inner nodes by height, from 1.</summary>
    public IReadOnlyList<TreeLevel> Levels { get; }

    private static List<(int Tree, int Place)>[] ByHeight(IReadOnlyList<BinaryTree> trees)
    {
        var levels = new List<(int, int)>[trees.Max(tree => tree.Height) + 1];
        for (var height = 0; height < levels.Length; height++) levels[height] = [];
        foreach (var (number, tree) in trees.Index())
            foreach (var (place, height) in tree.Heights.Index())
                levels[height].Add((number, place));
        return levels;
    }

    private static int[] RootsOf(IReadOnlyList<BinaryTree> trees, List<(int Tree, int Place)>[] byHeight)
    {
        var (roots, number) = (new int[trees.Count], 0);
        foreach (var at in byHeight.SelectMany(level => level))
        {
            if (at.Place == trees[at.Tree].Nodes.Count - 1) roots[at.Tree] = number;
            number++;
        }

        return roots;
    }

    private static List<TreeLevel> LevelsOf(IReadOnlyList<BinaryTree> trees, List<(int Tree, int Place)>[] byHeight)
    {
        var levels = new List<TreeLevel>();
        var waiting = byHeight[0];
        foreach (var level in byHeight.Skip(1))
        {
            var placeOf = waiting.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
            var left = level.Select(at => placeOf[(at.Tree, trees[at.Tree].Nodes[at.Place].Left)]).ToList();
            var right = level.Select(at => placeOf[(at.Tree, trees[at.Tree].Nodes[at.Place].Right)]).ToList();
            var read = left.Concat(right).ToHashSet();
            var places = Enumerable.Range(0, waiting.Count);
            List<int> kept = [.. places.Where(place => !read.Contains(place) && !IsRoot(trees, waiting[place]))];
            levels.Add(new(left, right, kept));
            waiting = [.. kept.Select(place => waiting[place]), .. level];
        }

        return levels;
    }

    private static bool IsRoot(IReadOnlyList<BinaryTree> trees, (int Tree, int Place) at) =>
        at.Place == trees[at.Tree].Nodes.Count - 1;
}
