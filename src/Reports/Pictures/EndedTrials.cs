using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Reports.Outcomes;

namespace Sweep.Reports.Pictures;

/// <summary>The trials of a sweep in the order in which they ended, and the best value up to each. Trials that were cancelled have not
/// ended here, and those that failed or diverged have no value.</summary>
/// <param name="Began">When the first trial started, UTC; null = none has.</param>
/// <param name="Count">Trials that have ended, those without a value included.</param>
/// <param name="Valued">Those that completed or were stopped with a value, in the order in which they ended.</param>
/// <param name="Counted">Those of them that can be the best (<see cref="RankedTrials.CanBeBest"/>), each with the best up to it.</param>
public sealed record EndedTrials(
    DateTimeOffset? Began, int Count, IReadOnlyList<ValuedTrial> Valued, IReadOnlyList<CountedTrial> Counted)
{
    /// <summary>Reads them.</summary>
    public static async Task<EndedTrials> Read(ILedgerView ledger, SweepRow sweep, SweepResults results)
    {
        var order = await RankedTrials.Of(ledger, sweep, results);
        var sound = results.Trials.Index().Where(trial => order.CanBeBest(trial.Index)).Select(trial => trial.Item.Number).ToHashSet();
        var ended = new List<Ended>();
        DateTimeOffset? began = null;
        using (var trials = ledger.ReadTrials(sweep.Name))
        {
            foreach (var trial in trials.Rows)
            {
                if (trial.StartedAt is { } start && !(start >= began)) began = start;
                if (!trial.Status.IsFinal() || trial.Status == TrialStatus.Cancelled || trial.EndedAt is not { } end) continue;
                var value = trial.Status is TrialStatus.Completed or TrialStatus.Stopped ? trial.Metric ?? double.NaN : double.NaN;
                ended.Add(new(trial.Number, end, trial.EpochsDone, value));
            }
        }

        ended.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Number.CompareTo(b.Number));
        ValuedTrial[] valued = [.. WithValue(ended)];
        return new EndedTrials(
            Began: began,
            Count: ended.Count,
            Valued: valued,
            Counted: [.. WithBest(valued.Where(trial => sound.Contains(trial.Number)), sweep.Maximize)]);
    }

    private static IEnumerable<ValuedTrial> WithValue(IEnumerable<Ended> ended)
    {
        var epochs = 0L;
        foreach (var (place, trial) in ended.Index())
        {
            epochs += trial.Epochs;
            if (double.IsFinite(trial.Value)) yield return new(trial.Number, place + 1, trial.At, epochs, trial.Value);
        }
    }

    private static IEnumerable<CountedTrial> WithBest(IEnumerable<ValuedTrial> trials, bool maximize)
    {
        ValuedTrial? best = null;
        foreach (var trial in trials)
        {
            if (best is not { } known || (maximize ? trial.Value > known.Value : trial.Value < known.Value)) best = trial;
            yield return new(trial, best.Value);
        }
    }

    private readonly record struct Ended(int Number, DateTimeOffset At, int Epochs, double Value);
}

/// <summary>A trial that ended with a value.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Place">Its place among all trials that have ended, from 1.</param>
/// <param name="At">When it ended, UTC.</param>
/// <param name="Epochs">Epochs of all trials that ended up to it.</param>
/// <param name="Value">Its value; finite.</param>
public readonly record struct ValuedTrial(int Number, int Place, DateTimeOffset At, long Epochs, double Value);

/// <summary>A trial that can be the best.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Best">The one with the best value up to it; the first where several have it.</param>
public readonly record struct CountedTrial(ValuedTrial Trial, ValuedTrial Best)
{
    /// <summary>True when no trial before it had a value as good.</summary>
    public bool IsBest => Best.Number == Trial.Number;
}
