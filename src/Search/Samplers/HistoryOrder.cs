namespace Sweep.Search.Samplers;

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

    /// <summary>Adds the next observation; its number is how many were added before it.</summary>
    /// <param name="observation">The observation.</param>
    /// <param name="counts">False = it has a number, but no place in the orders.</param>
    public void Add(Observation observation, bool counts)
    {
        var number = observations.Count;
        observations.Add(observation);
        if (!counts) return;
        Insert(ranked, number, LossOrder.Instance.Compare);
        Insert(byTrial, number, LossOrder.ByTrial);
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        observations.Clear();
        ranked.Clear();
        byTrial.Clear();
    }

    private void Insert(List<int> numbers, int number, Comparison<Observation> comparison)
    {
        var (low, high) = (0, numbers.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (comparison(observations[numbers[middle]], observations[number]) <= 0) low = middle + 1;
            else high = middle;
        }

        numbers.Insert(low, number);
    }
}
