using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Tests;
using Sweep.Search.Scheduling;
using Sweep.Search.Strategies;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>A sweep whose workers only count epochs, and whose coordinator may die after any commit, before anything that it decided is
/// done.</summary>
internal sealed class MortalSweep
{
    private const string Name = "cells";
    private const int Epochs = 5;

    private readonly InMemoryLedger ledger;
    private readonly List<SlotGrant> slots;
    private readonly Dictionary<SlotName, Worker> workers = [];
    private readonly Dictionary<int, int> checkpoints = [];
    private readonly Func<Strategy> newStrategy;
    private SweepSchedule schedule;
    private long token;

    public MortalSweep(InMemoryLedger ledger, int slots, Func<Strategy> newStrategy)
    {
        (this.ledger, this.newStrategy) = (ledger, newStrategy);
        this.slots = [.. Enumerable.Range(0, slots).Select(n => new SlotGrant { Slot = $"n/cpu/{n}", IsWholeDevice = true })];
        var sweep = new NewSweep { Name = Name, Yaml = "", BaseFolder = "/", Experiment = "e", Metric = "loss", Replicates = 1 };
        Do(ledger.CreateSweep(sweep, []));
        schedule = Rebuild();
    }

    public List<TrialRow> Rows => [.. Do(ledger.ListTrials(Name))];

    public IReadOnlyList<Decision> Decisions => Do(ledger.ListDecisions(Name));

    public IReadOnlyList<SweepEvent> Events => Do(ledger.ListEvents(Name));

    public void Play((int Slot, bool Dies)[] course)
    {
        Turn(_ => { }, dies: false);
        foreach (var (slot, dies) in course) Step(slots[slot % slots.Count].Slot, dies);
        for (var round = 0; round < 1000 && !schedule.IsOver; round++)
            foreach (var grant in slots) Step(grant.Slot, dies: false);
    }

    public IReadOnlyList<string> Replay() => new StrategyLog(newStrategy(), number => Rows[number].Plan)
        .Fold(Events, Decisions, asksSampler: true);

    private static PlannedTrial Plan(int number, int replicate, TrialConfig config) =>
        new() { Number = number, Replicate = replicate, Config = config, Epochs = Epochs };

    private SweepSchedule Rebuild()
    {
        token = Do(ledger.Claim(Name, [.. workers.Values.Select(w => w.Trial)]));
        var found = new LedgerState(Rows) { Attempts = Do(ledger.ListAttempts(Name)), Events = Events, Decisions = Decisions };
        found = Do(found.WithUntold(() => ledger.ListMetric(Name)));
        var made = new SweepSchedule(
            new ScheduleRules { Sweep = Name, Metric = "loss", MaxTrials = DecidingStrategies.Cap }, newStrategy(), found, Plan);
        foreach (var (slot, worker) in workers) Assert.True(made.Adopt(slot, worker.Trial));
        return made;
    }

    private void Step(SlotName slot, bool dies)
    {
        if (!workers.TryGetValue(slot, out var worker))
        {
            Turn(_ => { }, dies);
            return;
        }

        if (worker.Stop is { } outcome)
        {
            checkpoints[worker.Trial.Trial] = worker.Epoch;
            workers.Remove(slot);
            Turn(step => schedule.Take(slot, worker.Trial, new TrialEnded { Outcome = outcome, Reason = worker.Reason }, step), dies);
        }
        else if (worker.Epoch == Epochs)
        {
            workers.Remove(slot);
            Turn(step => schedule.Take(slot, worker.Trial, new TrialEnded { Outcome = AttemptOutcome.Completed }, step), dies);
        }
        else
        {
            worker.Epoch++;
            Turn(step => schedule.Take(slot, worker.Trial, Report(worker), step), dies);
        }
    }

    /// <summary>One turn of a coordinator: what happened, one commit of each kind, and what to do on slots.</summary>
    private void Turn(Action<ScheduleStep> happened, bool dies)
    {
        var step = new ScheduleStep();
        happened(step);
        schedule.Assign(slots, TimeSpan.Zero, step);
        Commit(step);
        if (dies)
        {
            // A start that no slot heard of is an attempt that nobody runs.
            schedule = Rebuild();
            Turn(_ => { }, dies: false);
            return;
        }

        foreach (var action in step.Actions) Act(action);
        if (schedule.TakeRequest() is not { } request) return;
        var answer = request.Answer();
        Turn(next => schedule.Accept(request, answer, next), dies: false);
    }

    private void Commit(ScheduleStep step)
    {
        Assert.All(Do(ledger.Apply(Name, token, step.Changes)), Assert.True);
    }

    private void Act(SlotAction action)
    {
        if (action is StartOnSlot start)
        {
            workers.Add(start.Slot, new Worker(start.Trial, start.Plan)
            {
                Epoch = checkpoints.GetValueOrDefault(start.Trial.Trial, start.Plan.ParentEpoch),
            });
        }
        else if (action is StopOnSlot stop && workers.TryGetValue(stop.Slot, out var worker) && worker.Trial == stop.Trial)
            (worker.Stop, worker.Reason) = (stop.Outcome, stop.Reason);
    }

    private static TrialReport Report(Worker worker) => new()
    {
        Epoch = worker.Epoch,
        Metrics = new Dictionary<string, double>
        {
            ["loss"] = (worker.Plan.Config["x"] is { } x ? Math.Abs((double)x - 0.5) : worker.Trial.Trial * 7919 % 13)
                + (10.0 / worker.Epoch),
        },
    };

    private static T Do<T>(Task<T> done) => done.GetAwaiter().GetResult();

    private static void Do(Task done) => done.GetAwaiter().GetResult();

    private sealed class Worker(TrialRef trial, PlannedTrial plan)
    {
        public TrialRef Trial { get; } = trial;

        public PlannedTrial Plan { get; } = plan;

        public int Epoch { get; set; }

        public AttemptOutcome? Stop { get; set; }

        public string? Reason { get; set; }
    }
}
