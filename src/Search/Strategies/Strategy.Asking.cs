using Sweep.Contracts;
using Sweep.Search.Samplers;

namespace Sweep.Search.Strategies;

/// <content>What the sampler is asked, what follows from its answer, and seeds that configurations earn one by one.</content>
public sealed partial class Strategy
{
    private readonly RacedSeeds? race = rules.Races && sampler is not null ? new(rules.Replicates, rules.MaxTrials) : null;

    /// <summary>What a sampler is to be asked for the next configuration; null when none may be added. The question stays as it is,
    /// whatever happens until it is answered.</summary>
    public SuggestionRequest? Ask() => MayStart == 0 || exhausted || PeekSeed(exhausted) is not null ? null : AskAt(Seen);

    /// <summary>The question that was asked when an event had happened, with the configurations that there are now.</summary>
    internal SuggestionRequest AskAt(long seen)
    {
        // Who looks at no results is spared the list of them.
        var (asked, index) = enqueued.Next();
        var history = asked.IsAdaptive ? At(seen) : SearchHistory.Empty;
        return new SuggestionRequest(asked, index, seen, history);
    }

    /// <summary>What is known now.</summary>
    internal SearchHistory Known => At(Seen);

    private SearchHistory At(long seen)
    {
        var own = configurations.At(seen, configurations.Count);
        return rules.Known.Count == 0 ? own : own with { Finished = [.. rules.Known, .. own.Finished] };
    }

    /// <summary>Takes the answer to <see cref="Ask"/>; null = the space is exhausted.</summary>
    /// <returns>One decision for each seed that the configuration begins with, as far as <see cref="MayStart"/> allows; trials are numbered
    /// on.</returns>
    public IReadOnlyList<Decision> Accept(SuggestionRequest request, Suggestion? suggestion)
    {
        if (suggestion is null)
        {
            exhausted = true;
            return [];
        }

        var (first, seeds) = (Trials, Math.Min(Races ? 1 : rules.Replicates, Room));
        if (seeds == 0) return [];
        var configuration = Begin(suggestion.Config);
        var decisions = new List<Decision>();
        for (var trial = first; trial < first + seeds; trial++)
        {
            AddSeed(configuration, trial);
            var isFirst = trial == first;
            decisions.Add(Next(DecisionKind.Start, trial, request.Seen) with
            {
                Reason = isFirst ? suggestion.Reason : null,
                Evidence = isFirst ? suggestion.Evidence?.ToJsonString() : null,
            });
        }

        return decisions;
    }

    /// <summary>True when configurations earn their seeds.</summary>
    public bool Races => race is not null;

    /// <summary>Another seed of a configuration that there is; null = none is to run now. Asked when a slot is free, before
    /// <see cref="Ask"/>.</summary>
    public Decision? NextSeed()
    {
        if (PeekSeed(exhausted) is not var (configuration, decision)) return null;
        Decided = decision.Number;
        AddSeed(configuration, decision.Trial);
        return decision;
    }

    /// <summary>What <see cref="NextSeed"/> would decide, and for which configuration; nothing changes.</summary>
    /// <param name="isComplete">True when no new configuration comes.</param>
    internal (int Configuration, Decision Decision)? PeekSeed(bool isComplete)
    {
        if (race?.Next(Room, isComplete) is not { } step) return null;
        var text = new RaceText(step, configuration => TrialsOf(configuration)[0]);
        var decision = new Decision
        {
            Number = Decided + 1,
            Seen = Seen,
            Kind = DecisionKind.Start,
            Trial = Trials,
            Reason = text.Reason,
            Evidence = text.Evidence,
        };
        return (step.Configuration, decision);
    }

    private void AddSeed(int configuration, int trial)
    {
        configurations.Add(configuration, trial);
        Plan(trial, configurations.ConfigOf(configuration));
        race?.Begin(configuration);
    }

    /// <summary>The configuration that a start of the log is a seed of; a new one, or one that there is.</summary>
    private int ConfigurationOf(PlannedTrial added)
    {
        var known = added.Replicate == 0 || configurations.Count == 0 ? null
            : race is null ? configurations.Count - 1
            : PeekSeed(isComplete: true) is var (next, _) && configurations.ConfigOf(next).Equals(added.Config) ? next
            : configurations.Find(added.Config, added.Replicate);
        return known ?? Begin(added.Config);
    }

    /// <summary>Tells the race that a trial runs again.</summary>
    private void ReturnSeed(int trial)
    {
        if (configurations.Of(trial) is { } configuration) race?.Return(configuration, configurations.ReplicateOf(trial));
    }

    /// <summary>Tells the race how a trial ended.</summary>
    private void NoteSeed(int trial, TrialStatus status)
    {
        if (race is null || configurations.Of(trial) is not { } configuration) return;
        // A seed that breaks a constraint is as bad as one that failed.
        var isLost = status is TrialStatus.Diverged or TrialStatus.Failed || configurations.IsBroken(trial);
        var value = isLost ? null : configurations.ValueOf(trial);
        if (status == TrialStatus.Cancelled) race.Withdraw(configuration);
        else race.Note(new(configuration, configurations.ReplicateOf(trial), value ?? double.NaN));
    }
}

/// <summary>A question to a sampler. Immutable, so it can be answered on any thread.</summary>
/// <param name="Sampler">Who is asked.</param>
/// <param name="Index">Number of the suggestion, from 0.</param>
/// <param name="Seen">Number of the last event that the history knows.</param>
/// <param name="History">What is known.</param>
public sealed record SuggestionRequest(ISampler Sampler, long Index, long Seen, SearchHistory History)
{
    /// <summary>The answer. May take long.</summary>
    public Suggestion? Answer() => Sampler.Suggest(Index, History);
}
