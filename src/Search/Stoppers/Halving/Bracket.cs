using System.Text.Json.Nodes;

namespace Sweep.Search.Stoppers.Halving;

/// <summary>The trials of one bracket on its rungs, each with its best loss so far when it got there.</summary>
/// <remarks>
/// The best so far counts because trials are ranked by their best epoch. A trial without a finite loss is there as infinitely bad. A
/// report after a rung's epoch counts for that rung when the epoch itself has none.
/// </remarks>
/// <param name="number">From 0.</param>
/// <param name="epochs">Its rungs, ascending, at least one.</param>
/// <param name="hasTop">True when its last rung is the end of the ladder.</param>
internal sealed class Bracket(int number, IReadOnlyList<int> epochs, bool hasTop)
{
    private readonly Dictionary<int, (int Passed, double Best)> trials = [];

    /// <summary>Rungs by epoch.</summary>
    public IReadOnlyList<Rung> Rungs { get; } =
        [.. epochs.Select((epoch, place) => new Rung(number, epoch, hasTop && place == epochs.Count - 1))];

    /// <summary>Puts a trial on the rungs that a report reaches.</summary>
    public void Note(int trial, Reading report)
    {
        var (passed, best) = trials.TryGetValue(trial, out var found) ? found : (0, double.PositiveInfinity);
        if (double.IsFinite(report.Loss)) best = Math.Min(best, report.Loss);
        for (; passed < Rungs.Count && Rungs[passed].Epoch <= report.Epoch; passed++) Rungs[passed].Add(trial, best);
        trials[trial] = (passed, best);
    }

    /// <summary>The highest rung that a trial reached with its newest report; null = none.</summary>
    public Rung? Reached(TrialCurve own)
    {
        var before = own.Reports.Count > 1 ? own.Reports[^2].Epoch : 0;
        var (low, high) = (0, Rungs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Rungs[middle].Epoch <= own.Newest.Epoch) low = middle + 1;
            else high = middle;
        }

        return low > 0 && Rungs[low - 1].Epoch > before ? Rungs[low - 1] : null;
    }
}

/// <summary>An epoch at which the trials of a bracket are compared.</summary>
internal sealed class Rung(int bracket, int epoch, bool isTop)
{
    private readonly HashSet<int> paused = [];

    public int Bracket => bracket;
    public int Epoch => epoch;

    /// <summary>True when nothing comes after it, so that nobody waits here.</summary>
    public bool IsTop => isTop;

    /// <summary>All trials that got here; one without a finite loss is last.</summary>
    public LossRanks Trials { get; } = new();

    /// <summary>Those that have paused here and have a finite loss.</summary>
    public LossRanks Waiting { get; } = new();

    /// <summary>A trial's loss here becomes known.</summary>
    public void Add(int trial, double loss)
    {
        Trials.Set(trial, loss);
        if (paused.Contains(trial) && double.IsFinite(loss)) Waiting.Set(trial, loss);
    }

    /// <summary>A trial pauses here; its loss is known or will be.</summary>
    public void Pause(int trial)
    {
        paused.Add(trial);
        if (Trials.LossOf(trial) is { } loss && double.IsFinite(loss)) Waiting.Set(trial, loss);
    }

    public void Release(int trial)
    {
        paused.Remove(trial);
        Waiting.Remove(trial);
    }
}

/// <summary>Where a trial stands on a rung: how many come before it, of how many, itself among them.</summary>
internal readonly record struct RungPlace(Rung Rung, int Better, int Count)
{
    /// <summary>Number 4 of 9 trials at epoch 3.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"number {Better + 1} of {Count} trials at epoch {Rung.Epoch}");

    public JsonObject Evidence() =>
        new() { ["bracket"] = Rung.Bracket, ["rung"] = Rung.Epoch, ["rank"] = Better + 1, ["of"] = Count };

    /// <summary>The place of a trial that has just come, by its best loss so far, which the rung may know already or not.</summary>
    public static RungPlace Of(Rung rung, int trial, double loss)
    {
        var others = rung.Trials.Without(trial);
        return new(rung, others.Below(loss), others.Count + 1);
    }
}
