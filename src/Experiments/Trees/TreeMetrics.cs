using System.Globalization;

namespace Sweep.Experiments.Trees;

/// <summary>Names of the metrics in the reports of the <c>tree</c> experiment. Stable: people's scripts rely on them.</summary>
public static class TreeMetrics
{
    /// <summary>Share of the held-out trees whose root is classified wrongly.</summary>
    public const string ValError = "val_error";

    /// <summary>Share of the held-out trees whose root is classified rightly.</summary>
    public const string ValAccuracy = "val_accuracy";

    /// <summary>Share of the labelled nodes of all held-out trees that are classified rightly.</summary>
    public const string ValAccuracyNodes = "val_accuracy_nodes";

    /// <summary>Mean nats of the held-out roots' classes.</summary>
    public const string ValLoss = "val_loss";

    /// <summary>Mean over the epoch's batches of the nats per trained node, with the parameters as they were at each batch.</summary>
    public const string TrainLoss = "train_loss";

    /// <summary>Leaves per second of training, evaluation not counted. Not reproducible.</summary>
    public const string TokensPerSecond = "tokens_per_second";

    /// <summary>Depths that have an accuracy of their own; the last one counts for all deeper ones, too.</summary>
    public const int Depths = 10;

    private const string ByDepth = "val_accuracy_depth";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [ValError, ValAccuracy, ValAccuracyNodes, ValLoss, TrainLoss, TokensPerSecond, .. Enumerable.Range(1, Depths).Select(Accuracy)];

    /// <summary>Name of the share of right roots among the held-out trees of one depth, from 1.</summary>
    public static string Accuracy(int depth) => $"{ByDepth}{depth}";

    /// <summary>The depth under which a tree counts: from 1 to <see cref="Depths"/>.</summary>
    public static int Counted(int depth) => Math.Clamp(depth, 1, Depths);

    /// <summary>The depth that a metric is of; null when it is of all.</summary>
    public static int? DepthOf(string metric) =>
        metric.StartsWith(ByDepth, StringComparison.Ordinal) ? int.Parse(metric[ByDepth.Length..], CultureInfo.InvariantCulture) : null;
}

/// <summary>What a pass over the held-out trees found. Sums only.</summary>
internal sealed class TreeTally
{
    private readonly long[] right = new long[TreeMetrics.Depths + 1];
    private readonly long[] trees = new long[TreeMetrics.Depths + 1];

    public long Nodes { get; private set; }
    public long RightNodes { get; private set; }
    public double RootNats { get; private set; }
    public double MeanNats => RootNats / trees.Sum();

    public void AddRoot(int depth, bool isRight, float nats)
    {
        trees[TreeMetrics.Counted(depth)]++;
        if (isRight) right[TreeMetrics.Counted(depth)]++;
        RootNats += nats;
    }

    /// <summary>Adds labelled nodes, roots among them.</summary>
    public void AddNodes(long count, long rightOnes) => (Nodes, RightNodes) = (Nodes + count, RightNodes + rightOnes);

    /// <summary>Accuracies, in all and by depth where there are trees of it.</summary>
    public void Report(IDictionary<string, double> metrics)
    {
        metrics[TreeMetrics.ValError] = 1 - ((double)right.Sum() / trees.Sum());
        metrics[TreeMetrics.ValAccuracy] = (double)right.Sum() / trees.Sum();
        metrics[TreeMetrics.ValAccuracyNodes] = (double)RightNodes / Nodes;
        for (var depth = 1; depth <= TreeMetrics.Depths; depth++)
            if (trees[depth] > 0) metrics[TreeMetrics.Accuracy(depth)] = (double)right[depth] / trees[depth];
    }
}
