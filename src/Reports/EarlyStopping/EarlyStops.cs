using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Search.Stoppers;

namespace Sweep.Reports.EarlyStopping;

/// <summary>What the early-stopping rule of a sweep has done so far, by the log of decisions.</summary>
/// <remarks>Epochs are accepted ones, each once: what was repeated after an interruption is not counted again. Saved is what the trials
/// that the rule stopped, or that wait for it, have not trained of their epochs, less what forks train in their place. Trials that
/// diverged, failed or were cancelled save nothing: that was not the rule. Nor do those that only take turns, as under a rule that
/// forks.</remarks>
/// <param name="Rule">Name of the rule: <c>asha</c>.</param>
/// <param name="Trials">Trials there are.</param>
/// <param name="Stopped">Trials that the rule stopped.</param>
/// <param name="Forks">Trials that took the place of stopped ones, from the checkpoint of another one.</param>
/// <param name="Waiting">Trials that wait for the rule.</param>
/// <param name="Unknown">Those of both of which nobody knows how many epochs they would have taken.</param>
/// <param name="TrainedEpochs">Epochs that were trained, all trials together.</param>
/// <param name="SavedEpochs">Epochs that the rule has saved, as far as they are known.</param>
/// <param name="Rungs">Rungs that a trial has reached, by bracket and epoch; empty = the rule has none, or nobody is there yet.</param>
public sealed record EarlyStops(
    string Rule, int Trials, int Stopped, int Forks, int Waiting, int Unknown, long TrainedEpochs, long SavedEpochs,
    IReadOnlyList<RungCount> Rungs)
{
    /// <summary>Epochs that the same trials would have taken without the rule.</summary>
    public long FullEpochs => TrainedEpochs + SavedEpochs;

    /// <summary>Reads what a rule did; takes a fresh one of the sweep.</summary>
    public static EarlyStops Read(ILedgerView ledger, string sweep, IStopper rule)
    {
        using var log = ledger.ReadDecisions(sweep);
        return Of(rule, log.Trials, log.Rows);
    }

    /// <summary>Sums up what a rule did; takes a fresh one, and trials and decisions by number.</summary>
    public static EarlyStops Of(IStopper rule, IReadOnlyList<TrialSteps> trials, IEnumerable<Decision> decisions)
    {
        var log = new VerdictLog(decisions);
        var (stopped, waiting, forks, unknown, trained, saved) = (0, 0, 0, 0, 0L, 0L);
        foreach (var trial in trials)
        {
            var verdict = log.Of(trial);
            var own = trial.EpochsDone - Math.Min(verdict.Inherited, trial.EpochsDone);
            trained += own;
            if (verdict.Kind == VerdictKind.Stopped) stopped++;
            if (verdict.Kind == VerdictKind.Waiting) waiting++;
            if (verdict.Inherited > 0)
            {
                // Without the rule it would not be there: all that it trains is taken from what the trial before it saved.
                forks++;
                saved -= trial.Status.IsFinal() ? own : Math.Max(own, trial.Epochs - verdict.Inherited);
                continue;
            }

            if (verdict.Kind == VerdictKind.None || (verdict.Kind == VerdictKind.Waiting && rule.ForksEvery is not null)) continue;
            if (trial.Epochs == 0) unknown++;
            saved += Math.Max(0, trial.Epochs - trial.EpochsDone);
        }

        return new EarlyStops(
            Rule: rule.Name,
            Trials: trials.Count,
            Stopped: stopped,
            Waiting: waiting,
            Forks: forks,
            Unknown: unknown,
            TrainedEpochs: trained,
            SavedEpochs: Math.Max(0, saved),
            Rungs: rule.Ladders is { } ladders ? [.. new RungCounter(ladders, log).Count(trials)] : []);
    }
}

/// <summary>What happened at a rung so far.</summary>
/// <param name="Bracket">Number of the bracket, from 0.</param>
/// <param name="Epoch">Epoch of the rung.</param>
/// <param name="Reached">Trials that got there.</param>
/// <param name="Promoted">Those that went on; null = nobody is compared there.</param>
/// <param name="Stopped">Those that were stopped for what they had there; null = nobody is compared there.</param>
/// <param name="Waiting">Those that wait there; null = nobody is compared there.</param>
public sealed record RungCount(int Bracket, int Epoch, int Reached, int? Promoted, int? Stopped, int? Waiting);
