using Sweep.Contracts;

namespace Sweep.Search.Strategies;

/// <content>Seeds that configurations earn one by one.</content>
public sealed partial class Strategy
{
    private readonly RacedSeeds? race = rules.Races && sampler is not null ? new(rules.Replicates, rules.MaxTrials) : null;

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
