using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;

namespace Sweep.Search.Tests.Strategies;

/// <summary>A sweep whose configurations earn their seeds, on slots that end their trials in any order. A question to the sampler may stay
/// open while trials end and others start.</summary>
internal sealed class RacedSweep(StrategyRules rules, Func<ISampler> sampler, Func<TrialConfig, int, double> loss)
{
    private readonly Strategy strategy = new(rules, sampler(), new NoStopper());
    private readonly List<SweepEvent> events = [];
    private readonly List<int> running = [];
    private readonly Dictionary<int, double> again = [];
    private SuggestionRequest? asked;

    public List<Decision> Decisions { get; } = [];

    public List<PlannedTrial> Trials { get; } = [];

    /// <summary>Number of the last event when each trial ended.</summary>
    public Dictionary<int, long> Ends { get; } = [];

    public IEnumerable<IGrouping<TrialConfig, PlannedTrial>> Configurations => Trials.GroupBy(trial => trial.Config);

    /// <summary>How many of the configurations that the user wants first come later, in the middle of what happens.</summary>
    public int Later { get; init; }

    /// <summary>Number of the event by which they came; 0 = none came.</summary>
    public long LaterCame { get; private set; }

    /// <summary>Lets one thing after the other happen, and then the sweep run to its end.</summary>
    public RacedSweep Play(int slots, IEnumerable<int> choices)
    {
        strategy.EnqueueLater(Later);
        var all = choices.ToList();
        foreach (var choice in all.Take(all.Count / 2)) Step(slots, choice);
        if (Later > 0) Enqueue();
        foreach (var choice in all.Skip(all.Count / 2)) Step(slots, choice);
        for (var step = 0; strategy.MayStart > 0 || running.Count > 0 || asked is not null; step++)
        {
            Assert.True(step < 100_000, "the sweep has no end");
            Step(slots, step);
        }

        return this;
    }

    /// <summary>Has a trial run again that ended without a result; now it has one.</summary>
    public void Retry(int trial, double value)
    {
        Take(new() { Number = strategy.NextEvent, Kind = SweepEventKind.Retry, Trial = trial });
        again[trial] = value;
        running.Add(trial);
    }

    /// <summary>Folds the log into a fresh strategy.</summary>
    public IReadOnlyList<string> Replay(bool asksSampler = true)
    {
        var fresh = new Strategy(rules, sampler(), new NoStopper());
        fresh.EnqueueLater(Later);
        return new StrategyLog(fresh, number => Trials[number]).Fold(events, Decisions, asksSampler);
    }

    /// <summary>A new coordinator finds more of them: what the one before had asked nobody answers.</summary>
    private void Enqueue()
    {
        asked = null;
        Take(new() { Number = strategy.NextEvent, Kind = SweepEventKind.Enqueue, Trial = 0, Epoch = Later });
        LaterCame = strategy.Seen;
    }

    private void Step(int slots, int choice)
    {
        if (choice % 3 == 0 && asked is { } request)
        {
            asked = null;
            var answer = request.Answer();
            foreach (var decision in strategy.Accept(request, answer)) Start(decision);
        }
        else if (choice % 3 == 1 && running.Count < slots)
        {
            if (strategy.NextSeed() is { } seed) Start(seed);
            else asked ??= strategy.Ask();
        }
        else if (running.Count > 0)
        {
            End(running[choice / 3 % running.Count]);
        }
    }

    private void Start(Decision decision)
    {
        Decisions.Add(decision);
        Assert.Equal(Trials.Count, decision.Trial);
        Trials.Add(new()
        {
            Number = decision.Trial,
            Config = strategy.ConfigOf(decision.Trial),
            Replicate = strategy.ReplicateOf(decision.Trial),
        });
        running.Add(decision.Trial);
    }

    private void End(int trial)
    {
        running.Remove(trial);
        var value = again.TryGetValue(trial, out var retried) ? retried : loss(Trials[trial].Config, Trials[trial].Replicate);
        var status = double.IsFinite(value) ? TrialStatus.Completed : TrialStatus.Diverged;
        if (status == TrialStatus.Completed)
            Take(new() { Number = strategy.NextEvent, Kind = SweepEventKind.Report, Trial = trial, Epoch = 1, Value = value });
        Take(new() { Number = strategy.NextEvent, Kind = SweepEventKind.End, Trial = trial, Status = status });
        Ends[trial] = strategy.Seen;
    }

    private void Take(SweepEvent happened)
    {
        events.Add(happened);
        Assert.Empty(strategy.Take(happened));
    }
}
