using Sweep.Contracts;
using Sweep.Search.Encodings;
using Sweep.Search.Objectives;

namespace Sweep.Search.Samplers;

/// <summary>Points and configurations of a history, read once: a longer history of the same observations reads only what is new. The
/// answers depend on the history alone. Not for several threads at once.</summary>
internal sealed class EncodedHistory(EncodedSpace space)
{
    private readonly List<Observation> observations = [];
    private readonly List<double[]?> points = [];
    private readonly HashSet<TrialConfig> finished = [];
    private readonly HashSet<TrialConfig> running = [];

    /// <summary>The point of each finished observation; null = it lies outside of the space.</summary>
    public IReadOnlyList<double[]?> Points => points;

    /// <summary>Orders of the observations inside the space, by their number in the history.</summary>
    public HistoryOrder Order { get; } = new();

    /// <summary>Points of the running configurations that lie inside the space.</summary>
    public IReadOnlyList<double[]> Running { get; private set; } = [];

    /// <summary>True when a configuration is finished or running.</summary>
    public bool Has(TrialConfig config) => finished.Contains(config) || running.Contains(config);

    /// <summary>Reads a history.</summary>
    /// <returns>False when it does not go on where the last one ended, so that it was read from the start.</returns>
    public bool Read(SearchHistory history)
    {
        var goesOn = IsPrefixOf(history.Finished);
        if (!goesOn) Forget();
        for (var i = observations.Count; i < history.Finished.Count; i++)
        {
            var observation = history.Finished[i];
            observations.Add(observation);
            points.Add(space.Encode(observation.Config));
            Order.Add(observation, counts: points[^1] is not null);
            finished.Add(observation.Config);
        }

        running.Clear();
        running.UnionWith(history.Running);
        Running = [.. history.Running.Select(space.Encode).OfType<double[]>()];
        return goesOn;
    }

    /// <summary>The first configuration of a sampler that looks at no results, from a number on, that is neither finished nor running;
    /// null when there is none.</summary>
    public Suggestion? NextNew(ISampler sampler, long index)
    {
        for (var i = index; sampler.Suggest(i, SearchHistory.Empty) is { } found; i++)
        {
            if (!Has(found.Config)) return found;
        }

        for (var i = 0L; i < index && sampler.Suggest(i, SearchHistory.Empty) is { } found; i++)
        {
            if (!Has(found.Config)) return found;
        }

        return null;
    }

    private bool IsPrefixOf(IReadOnlyList<Observation> others)
    {
        if (others.Count < observations.Count) return false;
        for (var i = 0; i < observations.Count; i++)
        {
            if (!ReferenceEquals(observations[i], others[i])) return false;
        }

        return true;
    }

    private void Forget()
    {
        observations.Clear();
        points.Clear();
        Order.Clear();
        finished.Clear();
    }
}

/// <summary>Numbers of observations in two orders, kept up to date one by one: sorting ten thousand anew for every suggestion would cost
/// milliseconds. The order in which they are added does not count.</summary>
internal sealed class HistoryOrder
{
    private readonly List<Observation> observations = [];
    private readonly List<int> ranked = [];
    private readonly List<int> byTrial = [];

    /// <summary>From the best to the worst, see <see cref="LossOrder"/>.</summary>
    public IReadOnlyList<int> Ranked => ranked;

    /// <summary>In the order of trials; those from elsewhere first.</summary>
    public IReadOnlyList<int> ByTrial => byTrial;

    /// <summary>Adds the next observation: its number is how many came before it. It has no place in the orders unless it counts.</summary>
    public void Add(Observation observation, bool counts)
    {
        var number = observations.Count;
        observations.Add(observation);
        if (!counts) return;
        Insert(ranked, number, LossOrder.Instance.Compare);
        Insert(byTrial, number, LossOrder.ByTrial);
    }

    public void Clear()
    {
        observations.Clear();
        ranked.Clear();
        byTrial.Clear();
    }

    private void Insert(List<int> numbers, int number, Comparison<Observation> comparison) => numbers.Insert(
        ParetoFronts.First(numbers.Count, i => comparison(observations[numbers[i]], observations[number]) > 0), number);
}
