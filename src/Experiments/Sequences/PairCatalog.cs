using Sweep.Contracts;
using Sweep.Experiments.Data;
using Sweep.Experiments.Data.Files;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Sequences;

/// <summary>Pairs by their options; the last few are kept, and read again when their file has changed.</summary>
public sealed class PairCatalog
{
    private const int Kept = 8;

    private readonly RecentlyUsed<(PairOptions Options, string Stamp), PairSet> recent = new(Kept);

    /// <summary>The pairs of these options.</summary>
    /// <exception cref="CorpusException">The file cannot be used.</exception>
    public PairSet Load(PairOptions options)
    {
        var stamp = options.File is { } file ? new WholeTextFile("pairs", file, options.BaseFolder).Stamp() : "";
        return recent.GetOrAdd((options, stamp), () => PairSet.Of(options));
    }

    /// <summary>The pairs of an order, as they were when its sweep was planned.</summary>
    /// <exception cref="TrialException">They cannot be had, or are others.</exception>
    public PairSet Load(PairOptions options, StartTrial order)
    {
        try
        {
            var pairs = Load(options);
            // Another node, or this one later, may have the right file.
            if (ChangedCorpus.Problem(pairs.Name, order.CorpusSha256, pairs.Sha256) is { } changed)
                throw new TrialException(AttemptOutcome.NodeFault, changed);
            return pairs;
        }
        catch (CorpusException e)
        {
            throw new TrialException(order.CorpusSha256 is null ? AttemptOutcome.Error : AttemptOutcome.NodeFault, e.Message, e);
        }
    }
}
