using System.Globalization;
using CsCheck;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Tests;
using Sweep.Search.Domains;
using Sweep.Search.Encodings;
using Sweep.Search.Samplers;
using Sweep.Search.Scheduling;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Populations;
using Sweep.Search.Strategies;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>
/// A sweep whose sampler looks at results and whose rule stops, pauses and promotes, on workers that only count epochs. Its coordinator may
/// die after any commit, before anything that it decided is done.
/// </summary>
public sealed class DecisionLogTests
{
    private const string Name = "cells";
    private const int Epochs = 5;
    private const int Cap = 9;

    /// <summary>Which slot is next, and whether the coordinator dies after that commit.</summary>
    private static readonly Gen<(int Slot, bool Dies)[]> AnyCourse =
        Gen.Select(Gen.Int[0, 2], Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))).Array[60, 400];

    [Fact]
    public void Whatever_dies_the_log_is_what_the_strategy_decides_and_everything_decided_is_done() =>
        AnyCourse.Sample(course =>
        {
            var run = new Run(new InMemoryLedger(), slots: 3, Learners);
            run.Play(course);

            Assert.Equal(Cap, run.Rows.Count);
            Assert.All(run.Rows, row => Assert.True(row.Status.IsFinal(), $"trial {row.Number} is {row.Status}"));
            Assert.Equal(Enumerable.Range(1, run.Decisions.Count).Select(n => (long)n), run.Decisions.Select(d => d.Number));
            Assert.Equal(Enumerable.Range(1, run.Events.Count).Select(n => (long)n), run.Events.Select(e => e.Number));
            Assert.Empty(run.Replay());
            // A stopped trial has no report of an epoch after the one that it was stopped for.
            foreach (var stop in run.Decisions.Where(d => d.Kind == DecisionKind.Stop))
            {
                Assert.Equal(TrialStatus.Stopped, run.Rows[stop.Trial].Status);
                Assert.DoesNotContain(run.Events, e => e.Trial == stop.Trial && e.Kind == SweepEventKind.Report && e.Number > stop.Seen);
            }
        }, iter: 300, threads: 1);

    [Fact]
    public void Whatever_dies_each_place_of_a_population_is_trained_to_its_end() =>
        AnyCourse.Sample(course =>
        {
            var run = new Run(new InMemoryLedger(), slots: 3, Population);
            run.Play(course);

            Assert.Empty(run.Replay());
            Assert.Equal(Cap, run.Rows.Count(row => row.Status == TrialStatus.Completed));
            var forks = run.Decisions.Where(d => d.Kind == DecisionKind.Fork).ToList();
            Assert.Equal(run.Rows.Count, Cap + forks.Count);
            Assert.Equal(forks.Count, run.Rows.Count(row => row.Status == TrialStatus.Stopped));
            foreach (var fork in forks)
            {
                var parent = run.Events.Single(e =>
                    e.Kind == SweepEventKind.Report && (e.Trial, e.Epoch) == (fork.Parent!.Value, fork.ParentEpoch!.Value));
                Assert.True(parent.Number <= fork.Seen);
                Assert.Equal(fork.ParentEpoch + 1, run.Events.First(e => e.Trial == fork.Trial).Epoch);
            }
        }, iter: 300, threads: 1);

    [Fact]
    public void Whatever_dies_configurations_earn_their_seeds() =>
        AnyCourse.Sample(course =>
        {
            foreach (var strategy in new Func<Strategy>[] { RacingLearners, RacingGrid })
            {
                var run = new Run(new InMemoryLedger(), slots: 3, strategy);
                run.Play(course);

                Assert.Empty(run.Replay());
                Assert.All(run.Rows, row => Assert.Equal(TrialStatus.Completed, row.Status));
                Assert.Equal(Enumerable.Range(1, run.Decisions.Count).Select(n => (long)n), run.Decisions.Select(d => d.Number));
                Assert.Equal(run.Rows.Count, run.Decisions.Count);
                Assert.All(run.Rows.GroupBy(row => row.Plan.Config), own =>
                    Assert.Equal(Enumerable.Range(0, own.Count()), own.Select(row => row.Plan.Replicate)));
            }
        }, iter: 200, threads: 1);

    [Fact]
    public void A_seed_is_not_lost_when_the_coordinator_dies_right_after_the_end_that_it_follows_from()
    {
        Assert.Contains(DyingChangesNothing(RacingLearners).Rows, row => row.Plan.Replicate > 0);
        Assert.Contains(DyingChangesNothing(RacingGrid).Rows, row => row.Plan.Replicate > 0);
    }

    [Fact]
    public void A_stop_is_not_lost_when_the_coordinator_dies_right_after_the_report() => DyingChangesNothing(Learners);

    [Fact]
    public void A_fork_is_not_lost_when_the_coordinator_dies_right_after_the_report()
    {
        var forks = DyingChangesNothing(Population).Decisions.Count(d => d.Kind == DecisionKind.Fork);
        Assert.InRange(forks, 1, 20);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    [InlineData(true, 20)]
    public void A_deterministic_sweep_is_the_same_on_any_number_of_slots_whoever_is_fast_or_dies(bool isPopulation, int width)
    {
        Strategy Make() => isPopulation ? Population(width) : Learners(width);
        var quiet = new Run(new InMemoryLedger(), slots: 1, Make);
        quiet.Play([]);
        Assert.Empty(quiet.Replay());
        Assert.Contains(quiet.Decisions, d => d.Kind == (isPopulation ? DecisionKind.Fork : DecisionKind.Resume));
        Assert.All(quiet.Rows, row => Assert.True(row.Status.IsFinal(), $"trial {row.Number} is {row.Status}"));

        Gen.Select(AnyCourse, Gen.Int[1, 5]).Sample((course, slots) =>
        {
            var run = new Run(new InMemoryLedger(), slots, Make);
            run.Play(course);

            Assert.Equal(quiet.Decisions, run.Decisions);
            Assert.Equal(quiet.Events, run.Events);
            Assert.Equal(quiet.Rows.Select(Outcome), run.Rows.Select(Outcome));
        }, iter: 100, threads: 1);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    public void A_deterministic_race_is_the_same_on_any_number_of_slots_whoever_is_fast_or_dies(bool isGrid, int width)
    {
        Strategy Make() => isGrid ? RacingGrid(width) : RacingLearners(width);
        var quiet = new Run(new InMemoryLedger(), slots: 1, Make);
        quiet.Play([]);
        Assert.Empty(quiet.Replay());
        Assert.Contains(quiet.Rows, row => row.Plan.Replicate > 0);

        Gen.Select(AnyCourse, Gen.Int[1, 5]).Sample((course, slots) =>
        {
            var run = new Run(new InMemoryLedger(), slots, Make);
            run.Play(course);

            Assert.Equal(quiet.Decisions, run.Decisions);
            Assert.Equal(quiet.Rows.Select(Outcome), run.Rows.Select(Outcome));
        }, iter: 50, threads: 1);
    }

    private static Run DyingChangesNothing(Func<Strategy> strategy)
    {
        var quiet = new Run(new InMemoryLedger(), slots: 1, strategy);
        quiet.Play([.. Enumerable.Repeat((0, false), 200)]);
        foreach (var moment in Enumerable.Range(0, 60))
        {
            var run = new Run(new InMemoryLedger(), slots: 1, strategy);
            run.Play([.. Enumerable.Range(0, 200).Select(step => (0, step == moment))]);

            // One slot: nothing depends on timing, so a coordinator that dies changes nothing at all.
            Assert.Equal(quiet.Rows.Select(Outcome), run.Rows.Select(Outcome));
            Assert.Equal(quiet.Decisions, run.Decisions);
        }

        return quiet;
    }

    private static string Outcome(TrialRow row) => $"{row.Number} {row.Plan.Config.Json} {row.Status} {row.EpochsDone} {row.Metric}";

    private static Strategy Learners() => Learners(width: null);

    private static Strategy Learners(int? width) =>
        new(new StrategyRules(1, Cap, Maximize: false) { Width = width }, new Learning(), new Halving());

    private static Strategy RacingLearners() => RacingLearners(width: null);

    private static Strategy RacingLearners(int? width) => new(
        new StrategyRules(4, 20, Maximize: false) { Races = true, Width = width }, new Learning(), new NoStopper());

    private static Strategy RacingGrid() => RacingGrid(width: null);

    private static Strategy RacingGrid(int? width)
    {
        var space = new SearchSpace([new("x", new ListDomain([0.1, 0.4, 0.45, 0.8]), [])], []);
        return new(new StrategyRules(4, null, Maximize: false) { Races = true, Width = width }, new GridSampler(space), new NoStopper());
    }

    private static Strategy Population() => Population(width: null);

    private static Strategy Population(int? width)
    {
        var space = new SearchSpace([new("x", new RealDomain("uniform", new Distribution.Uniform(0, 1)), [])], []);
        var rule = new PbtStopper(new EncodedSpace(space), new PbtRules(2, 7) { Population = Cap });
        return new(new StrategyRules(1, Cap, Maximize: false) { Width = width }, new RandomSampler(space, 3), rule);
    }

    private sealed class Run
    {
        private readonly InMemoryLedger ledger;
        private readonly List<SlotGrant> slots;
        private readonly Dictionary<SlotName, Worker> workers = [];
        private readonly Dictionary<int, int> checkpoints = [];
        private readonly Func<Strategy> newStrategy;
        private SweepSchedule schedule;
        private long token;

        public Run(InMemoryLedger ledger, int slots, Func<Strategy> newStrategy)
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
                new ScheduleRules { Sweep = Name, Metric = "loss", MaxTrials = Cap }, newStrategy(), found, Plan);
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

    /// <summary>Every configuration tells what its sampler knew.</summary>
    private sealed class Learning : ISampler
    {
        public string Name => "learning";

        public long? Count => null;

        public bool IsAdaptive => true;

        public Suggestion Suggest(long index, SearchHistory history)
        {
            var best = history.Finished.Where(o => o.Loss is not null).Select(o => o.Loss!.Value).DefaultIfEmpty(-1).Min();
            var known = string.Create(CultureInfo.InvariantCulture, $"{index}: {history.Finished.Count} finished, best {best}");
            return new Suggestion($$"""{"known":"{{known}}"}""", $"number {index}");
        }
    }

    /// <summary>Pauses everyone after the first and the third epoch and lets the better half go on; stops who is bad after the
    /// second.</summary>
    private sealed class Halving : IStopper
    {
        private readonly SortedDictionary<int, List<(double Loss, int Trial)>> rungs = new() { [3] = [], [1] = [] };
        private readonly HashSet<(int Rung, int Trial)> promoted = [];

        public string Name => "halving";

        public void Note(int trial, Reading report)
        {
            if (rungs.TryGetValue(report.Epoch, out var there)) there.Add((report.Loss, trial));
        }

        public Verdict? Judge(TrialCurve own) => own.Newest switch
        {
            { Epoch: 1 or 3 } => new PauseVerdict($"halving: waits after epoch {own.Newest.Epoch}"),
            { Epoch: 2, Loss: > 8 } => new StopVerdict("halving: too bad after epoch 2"),
            _ => null,
        };

        public int? Promotable => Next?.Trial;

        public Promotion? Promote()
        {
            if (Next is not { } next) return null;
            promoted.Add(next);
            return new Promotion(next.Trial, $"halving: in the better half of epoch {next.Rung}");
        }

        private (int Rung, int Trial)? Next => rungs.Reverse()
            .SelectMany(rung => rung.Value.Order().Take(rung.Value.Count / 2), (rung, waits) => (Rung: rung.Key, waits.Trial))
            .Where(place => !promoted.Contains(place))
            .Select(place => ((int Rung, int Trial)?)place).FirstOrDefault();
    }
}
