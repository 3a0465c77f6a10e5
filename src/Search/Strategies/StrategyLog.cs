using System.Globalization;
using Sweep.Contracts;

namespace Sweep.Search.Strategies;

/// <summary>Folds the log of a sweep into a fresh strategy, and tells where the log says something else than the strategy does.</summary>
/// <param name="strategy">Fresh; trials that were planned at submission have been told to it.</param>
/// <param name="trialOf">A trial that there is, by its number.</param>
public sealed class StrategyLog(Strategy strategy, Func<int, PlannedTrial> trialOf)
{
    private readonly Queue<Decision> due = new();
    private readonly List<string> differences = [];

    /// <summary>Takes the whole log.</summary>
    /// <param name="events">By number.</param>
    /// <param name="decisions">By number.</param>
    /// <param name="asksSampler">True: every configuration is chosen again and compared; false: the log is believed, which is fast.</param>
    /// <returns>Each difference as a sentence; empty = the log is what the strategy decides.</returns>
    public IReadOnlyList<string> Fold(IReadOnlyList<SweepEvent> events, IReadOnlyList<Decision> decisions, bool asksSampler)
    {
        var next = 0;
        for (var place = 0; place < decisions.Count; place++)
        {
            var logged = decisions[place];
            while (next < events.Count && events[next].Number <= logged.Seen) Take(events[next++]);
            if (logged.Seen > strategy.Seen)
                differences.Add($"decision {logged.Number} knew event {logged.Seen}, and the log has only {strategy.Seen} events");
            Compare(logged, place + 1 < decisions.Count && decisions[place + 1].Kind == DecisionKind.Fork, asksSampler);
        }

        while (next < events.Count) Take(events[next++]);
        foreach (var missing in due) differences.Add($"the log lacks a decision: {Text(missing)}");
        return differences;
    }

    private void Take(SweepEvent happened)
    {
        foreach (var decision in strategy.Take(happened)) due.Enqueue(decision);
    }

    /// <param name="logged">The next one of the log.</param>
    /// <param name="isReplaced">True when the log goes on with a trial that takes the place of its trial.</param>
    /// <param name="asksSampler">True: a configuration is chosen again.</param>
    private void Compare(Decision logged, bool isReplaced, bool asksSampler)
    {
        if (logged.Kind == DecisionKind.Start)
        {
            if (trialOf(logged.Trial).Replicate == 0)
            {
                if (asksSampler) CompareStart(logged);
            }
            else if (strategy.Races)
            {
                CompareSeed(logged, asksSampler);
            }

            strategy.Redo(logged, trialOf(logged.Trial));
            return;
        }

        if (due.Count == 0) DecideAgain(logged, isReplaced);
        var again = due.Count > 0 ? due.Dequeue() : null;
        if (again is null || Differs(logged, again))
            differences.Add($"decision {logged.Number} is {Text(logged)}; it would be {(again is null ? "none" : Text(again))} now");
        else if (logged.Kind == DecisionKind.Fork && !strategy.ConfigOf(logged.Trial).Equals(ConfigOf(logged)))
        {
            differences.Add(
                $"decision {logged.Number} forks to {ConfigOf(logged)}; it would be {strategy.ConfigOf(logged.Trial)} now");
        }

        strategy.Redo(logged, logged.Kind == DecisionKind.Fork ? trialOf(logged.Trial) : null);
    }

    /// <summary>What the strategy decides where no report is the cause.</summary>
    private void DecideAgain(Decision logged, bool isReplaced)
    {
        if (logged.Kind == DecisionKind.Resume || (logged.Kind == DecisionKind.Stop && isReplaced))
            foreach (var decision in strategy.Promote()) due.Enqueue(decision);
        else if (logged.Kind == DecisionKind.Stop && strategy.Paused.Contains(logged.Trial))
            foreach (var stop in strategy.StopPausedAgain(logged)) due.Enqueue(stop);
    }

    private void CompareStart(Decision logged)
    {
        var suggestion = strategy.AskAt(logged.Seen).Answer();
        var (found, expected) = (ConfigOf(logged), suggestion?.Config);
        if (!found.Equals(expected))
            differences.Add($"decision {logged.Number} starts trial {logged.Trial} with {found}; it would be {Text(expected)} now");
        else if (suggestion!.Reason != logged.Reason || suggestion.Evidence?.ToJsonString() != logged.Evidence)
            differences.Add($"decision {logged.Number} has another reason or evidence than now ({suggestion.Reason})");
    }

    /// <summary>Another seed of a configuration that there is. Of a sampler that had nothing more to choose the log says nothing.</summary>
    private void CompareSeed(Decision logged, bool asksSampler)
    {
        var isComplete = strategy.PeekSeed(isComplete: false) is null
            && (!asksSampler || strategy.AskAt(logged.Seen).Answer() is null);
        if (strategy.PeekSeed(isComplete) is not var (configuration, again))
            differences.Add($"decision {logged.Number} is {Text(logged)}; it would be none now");
        else if (Differs(logged, again) || !strategy.ConfigOf(strategy.TrialsOf(configuration)[0]).Equals(ConfigOf(logged)))
            differences.Add($"decision {logged.Number} is {Text(logged)}; it would be {Text(again)} now");
    }

    private TrialConfig ConfigOf(Decision logged) => trialOf(logged.Trial).Config;

    private static bool Differs(Decision logged, Decision again) =>
        again with { Number = logged.Number, Seen = logged.Seen } != logged;

    private static string Text(TrialConfig? config) => config?.ToString() ?? "none";

    private static string Text(Decision decision) => string.Create(
        CultureInfo.InvariantCulture,
        $"{decision.Kind.ToString().ToLowerInvariant()} trial {decision.Trial} ({decision.Reason ?? "no reason"})");
}
