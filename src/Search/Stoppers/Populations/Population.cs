namespace Sweep.Search.Stoppers.Populations;

/// <summary>How far the trials of a population are, and which of them wait.</summary>
/// <param name="size">Trials that begin from the start; 0 = nobody waits.</param>
/// <param name="interval">Epochs between two comparisons, at least 1.</param>
/// <remarks>Every step costs the logarithm of the trials.</remarks>
internal sealed class Population(int size, int interval)
{
    /// <summary>Comparisons that a trial may be ahead of the last one.</summary>
    public const int MostAhead = 2;

    private readonly Dictionary<int, int> epochs = [];
    private readonly SortedSet<(int Epoch, int Trial)> all = [];
    private readonly SortedSet<(int Epoch, int Trial)> waiting = [];
    private int begun;

    /// <summary>A trial begins, with the checkpoint of an epoch; 0 = from the start.</summary>
    public void Add(int trial, int epoch)
    {
        if (!epochs.TryAdd(trial, epoch)) return;
        if (epoch == 0) begun++;
        all.Add((epoch, trial));
    }

    /// <summary>A trial has reached an epoch at which trials are compared.</summary>
    public void Reach(int trial, int epoch)
    {
        if (!epochs.TryGetValue(trial, out var before)) return;
        all.Remove((before, trial));
        all.Add((epochs[trial] = epoch, trial));
    }

    /// <summary>True when a trial at an epoch is to leave its slot to those that are behind.</summary>
    public bool MustWait(int epoch) =>
        size > 0 && (begun < size || IsFarAhead(epoch) || (waiting.Count > 0 && waiting.Min.Epoch < epoch));

    public void Pause(int trial)
    {
        if (epochs.TryGetValue(trial, out var epoch)) waiting.Add((epoch, trial));
    }

    /// <summary>The trial that waits and is least far, when it may go on; null = all have to wait.</summary>
    public (int Epoch, int Trial)? First =>
        waiting.Count == 0 || begun < size || IsFarAhead(waiting.Min.Epoch) ? null : waiting.Min;

    public void Release(int trial) => waiting.Remove((epochs[trial], trial));

    public void Remove(int trial)
    {
        if (!epochs.Remove(trial, out var epoch)) return;
        all.Remove((epoch, trial));
        waiting.Remove((epoch, trial));
    }

    private bool IsFarAhead(int epoch) => epoch - all.Min.Epoch >= MostAhead * interval;
}
