using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Files;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Trees;

/// <summary>Trees by their options; the last few are kept, and read again when their file has changed.</summary>
public sealed class TreeCatalog
{
    private const int Kept = 8;

    private readonly RecentlyUsed<(TreeOptions Options, string Stamp), TreeSet> recent = new(Kept);

    /// <summary>The trees of these options.</summary>
    /// <exception cref="CorpusException">They cannot be had; the message says what to do.</exception>
    public TreeSet Load(TreeOptions options) => recent.GetOrAdd((options, Stamp(options)), () => TreeSet.Of(options));

    /// <summary>The trees of an order, as they were when its sweep was planned.</summary>
    /// <exception cref="TrialException">They cannot be had, or are others.</exception>
    public TreeSet Load(TreeOptions options, StartTrial order)
    {
        try
        {
            var trees = Load(options);
            // Another node, or this one later, may have the right file.
            return ChangedCorpus.Problem(trees.Name, order.CorpusSha256, trees.Sha256) is not { } changed ? trees
                : throw new TrialException(AttemptOutcome.NodeFault, changed);
        }
        catch (CorpusException e)
        {
            throw new TrialException(order.CorpusSha256 is null ? AttemptOutcome.Error : AttemptOutcome.NodeFault, e.Message, e);
        }
    }

    private static string Stamp(TreeOptions options) =>
        options.IsBuiltIn ? "" : new WholeTextFile("trees", options.Trees, options.BaseFolder).Stamp();
}
