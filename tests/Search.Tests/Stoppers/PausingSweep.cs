using Sweep.Contracts;
using Sweep.Search.Stoppers;

namespace Sweep.Search.Tests.Stoppers;

/// <summary>Trials on a few slots under a rule that pauses them, with every report visible at once.</summary>
/// <param name="rule">The rule.</param>
/// <param name="loss">Loss of a trial after an epoch.</param>
/// <param name="epochs">Epochs of a whole trial.</param>
internal sealed class PausingSweep(IStopper rule, Func<int, int, double> loss, int epochs)
{
    private readonly List<int> running = [];
    private readonly Dictionary<int, List<Reading>> curves = [];

    /// <summary>Epochs that each trial has trained.</summary>
    public IReadOnlyDictionary<int, int> Epochs => curves.ToDictionary(curve => curve.Key, curve => curve.Value.Count);

    /// <summary>Most epochs that one of the trials that have begun and not ended was ahead of another one.</summary>
    public int Widest { get; private set; }

    /// <summary>What happened, in order.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Called after a promotion.</summary>
    public Action<Promotion>? Promoted { get; init; }

    /// <summary>Runs until trials have begun and nothing can go on.</summary>
    /// <param name="trials">Trials to begin.</param>
    /// <param name="slots">How many run at a time.</param>
    /// <param name="pick">Whose turn it is: any number for each epoch.</param>
    public void Run(int trials, int slots, Func<int> pick)
    {
        while (true)
        {
            while (running.Count < slots && Next(trials) is { } next) running.Add(next);
            if (running.Count == 0) return;
            var place = pick() % running.Count;
            if (!Train(running[place])) running.RemoveAt(place);
        }
    }

    private int? Next(int trials)
    {
        if (Promote() is { } promoted) return promoted;
        if (curves.Count >= trials) return null;
        curves[curves.Count] = [];
        rule.Begin(curves.Count - 1, new TrialConfig("{}"), 0);
        return curves.Count - 1;
    }

    private int? Promote()
    {
        if (rule.Promote() is not { } promotion) return null;
        Log.Add($"+{promotion.Trial}: {promotion.Reason}");
        Promoted?.Invoke(promotion);
        return promotion.Trial;
    }

    /// <returns>True when the trial keeps its slot.</returns>
    private bool Train(int trial)
    {
        var curve = curves[trial];
        curve.Add(new(curve.Count + 1, loss(trial, curve.Count + 1)));
        var open = curves.Values.Where(one => one.Count < epochs).ToList();
        if (open.Count > 0) Widest = Math.Max(Widest, open.Max(one => one.Count) - open.Min(one => one.Count));
        rule.Note(trial, curve[^1]);
        var verdict = rule.Judge(new(trial, new TrialConfig("{}"), curve));
        if (verdict is not null) Log.Add($"{trial}: {verdict.Reason}");
        if (verdict is StopVerdict || curve.Count == epochs)
        {
            rule.End(trial, verdict is StopVerdict ? TrialStatus.Stopped : TrialStatus.Completed);
            return false;
        }

        if (verdict is not PauseVerdict) return true;
        if (Promote() is not { } next) return false;
        if (next != trial) running.Add(next);
        return next == trial;
    }
}
