using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Samplers;

namespace Sweep.Search.Strategies;

/// <summary>Configurations that a user wants tried before those of the sampler, and whose turn it is.</summary>
/// <remarks>One that was started already, whoever chose it, has had its turn. Who chooses without looking at results is not asked again
/// for what was started; samplers that learn see it in their history.</remarks>
/// <param name="all">All of them, in their order.</param>
/// <param name="sampler">Chooses the others; null = nobody does.</param>
internal sealed class EnqueuedConfigs(IReadOnlyList<TrialConfig> all, ISampler? sampler)
{
    private readonly HashSet<TrialConfig> started = [];
    private int known = all.Count;
    private int next;
    private long suggestions;
    private long walked;

    /// <summary>The last ones of the list come later, by events.</summary>
    public void ComeLater(int count) => known = Math.Max(0, known - count);

    /// <summary>The next ones of the list are there from now on.</summary>
    public void Add(int count)
    {
        known = Math.Min(all.Count, known + count);
        PassOver();
    }

    /// <summary>A configuration is started.</summary>
    /// <returns>Number of the sampler's suggestion; -1 = it is the one whose turn it was here.</returns>
    public long Start(TrialConfig config)
    {
        if (all.Count == 0) return suggestions++;
        var isNext = next < known && all[next].Equals(config);
        started.Add(config);
        PassOver();
        return isNext ? -1 : suggestions++;
    }

    /// <summary>Who is to be asked for the next configuration, and with which number.</summary>
    public (ISampler Sampler, long Index) Next()
    {
        if (next < known) return (new OneConfig(all[next], next + 1), 0);
        if (all.Count == 0 || sampler!.IsAdaptive) return (sampler!, suggestions);
        while (sampler.Suggest(walked, SearchHistory.Empty) is { } found && started.Contains(found.Config)) walked++;
        return (sampler, walked);
    }

    private void PassOver()
    {
        while (next < known && started.Contains(all[next])) next++;
    }

    /// <summary>Answers with one configuration.</summary>
    private sealed class OneConfig(TrialConfig config, int number) : ISampler
    {
        public string Name => "enqueue";
        public long? Count => 1;
        public bool IsAdaptive => false;

        public Suggestion? Suggest(long index, SearchHistory history) =>
            new(config, $"enqueued: number {number} of the configurations that the sweep file wants first",
                new JsonObject { ["enqueued"] = number });
    }
}
