using CsCheck;
using Sweep.Bench.Search.Functions;
using Sweep.Contracts;
using Sweep.Search.Randomness;
using Sweep.Search.Samplers;
using Sweep.Search.Simulation;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Simulation;

public sealed class SweepSimulatorTests
{
    private static readonly LearningCurve Power = TestFunctions.CurveNamed("power_curve8");

    [Fact]
    public void Without_a_rule_every_trial_trains_to_its_end()
    {
        var sweep = Simulate(new Scripted(), trials: 10, new SimulationRules(4), new CurveReports(Power, 3));

        Assert.Equal(270, sweep.Epochs);
        Assert.All(sweep.Trials, trial => Assert.Equal((TrialStatus.Completed, 27), (trial.Status, trial.Epochs)));
        Assert.Equal(
            Enumerable.Range(0, 10).Sum(k => 0.5 + KeyedRandom.Uniform(KeyedRandom.Key("duration"), 3, (ulong)k)), sweep.BusySeconds, 1e-9);
        var best = sweep.Trials.SelectMany(trial => Enumerable.Range(1, 27).Select(epoch =>
            (Seen: Power.Observe(trial.Config, epoch, 3, (ulong)trial.Number), True: Power.Value(trial.Config, epoch)))).Min();
        Assert.Equal(best.Seen, sweep.Incumbents[^1].Loss);
        Assert.Equal(best.True - Power.Optimum, sweep.RegretAt(270, Power.Optimum));
    }

    [Fact]
    public void Pausing_and_going_on_cost_what_was_declared()
    {
        var sweep = Simulate(PauseBothPromoteFirst(), trials: 2, Declared, new Steady(3));

        // Trial 0: 10 + 1, 2 to pause; trial 1 the same; trial 0: 3 + 1 + 1, 5 to stop. Trial 1 is not promoted.
        Assert.Equal((36, 36, 4), (sweep.Seconds, sweep.BusySeconds, sweep.Epochs));
        Assert.Equal([(TrialStatus.Completed, 36.0), (TrialStatus.Stopped, 26.0)], sweep.Trials.Select(trial => (trial.Status, trial.End)));
        Assert.Equal(
            [DecisionKind.Start, DecisionKind.Pause, DecisionKind.Start, DecisionKind.Pause, DecisionKind.Resume, DecisionKind.Stop],
            sweep.Decisions.Select(decision => decision.Kind));
    }

    [Fact]
    public void Without_checkpoints_the_work_before_a_pause_is_paid_again()
    {
        var sweep = Simulate(PauseBothPromoteFirst(), trials: 2, Declared with { HasCheckpoints = false }, new Steady(3));

        Assert.Equal((37, 5), (sweep.Seconds, sweep.Epochs));
        Assert.Equal([4, 1], sweep.Trials.Select(trial => trial.Epochs));
    }

    [Fact]
    public void A_trial_that_is_stopped_gives_its_slot_to_the_next_at_once()
    {
        var rule = new Scripted(own => own.Newest.Epoch == 2 ? new StopVerdict("enough") : null);
        var sweep = Simulate(rule, trials: 3, new SimulationRules(1), new Steady(9));

        Assert.Equal((6, 6), (sweep.Seconds, sweep.Epochs));
        Assert.All(sweep.Trials, trial => Assert.Equal(TrialStatus.Stopped, trial.Status));
    }

    [Fact]
    public void The_simulation_ends_when_its_epochs_are_spent()
    {
        var sweep = Simulate(new Scripted(), trials: null, new SimulationRules(2) { MaxEpochs = 7 }, new Steady(3));

        Assert.Equal(7, sweep.Epochs);
        Assert.Equal(7, sweep.Trials.Sum(trial => trial.Epochs));
        Assert.Throws<ArgumentException>(() => Simulate(new Scripted(), trials: null, new SimulationRules(2), new Steady(3)));
    }

    [Fact]
    public void A_trial_that_diverges_ends_with_the_epoch_in_which_it_did()
    {
        var sweep = Simulate(new Scripted(), trials: 2, new SimulationRules(1), new Steady(5, epoch => epoch == 3 ? double.NaN : epoch));

        Assert.All(sweep.Trials, trial => Assert.Equal((TrialStatus.Diverged, 3, 1.0), (trial.Status, trial.Epochs, trial.Best)));
    }

    [Fact]
    public void Replicates_are_trials_of_one_configuration_with_seeds_of_their_own()
    {
        var table = new TableReports(
        [
            new("""{"a":1}""", 7, 1, 3, 1), new("""{"a":1}""", 8, 1, 5, 1), new("""{"a":2}""", 7, 1, 2, 1), new("""{"a":2}""", 8, 1, 4, 1),
        ]);
        var grid = new GridSampler(Space([List("a", 1, 2)]));
        var sweep = SweepSimulator.Run(grid, new NoStopper(), new StrategyRules(2, null, false), table, new(1));

        Assert.Equal(["a=1", "a=1", "a=2", "a=2"], sweep.Trials.Select(trial => trial.Config.ToString()));
        Assert.Equal([3, 5, 2, 4], sweep.Trials.Select(trial => trial.Best!.Value));
        Assert.Equal([(1, 4.0), (3, 3.0)], sweep.Incumbents.Select(incumbent => (incumbent.Epochs, incumbent.Truth)));
        Assert.Equal(
            [double.PositiveInfinity, 1, 1, 0], Enumerable.Range(0, 4).Select(epochs => sweep.RegretAt(epochs, table.Optimum!.Value)));
        Assert.Equal((3, null), (sweep.EpochsTo(3.5), sweep.EpochsTo(2.5)));
    }

    [Fact]
    public void Whatever_a_rule_says_epochs_add_up_and_slots_hold_one_trial_each() =>
        Gen.Select(Gen.Long, Gen.Int[1, 5], Gen.Int[1, 12], Gen.Bool).Sample((seed, slots, trials, checkpoints) =>
        {
            var rules = new SimulationRules(slots) { HasCheckpoints = checkpoints, Delays = new(0.1, 0, 0.2, 0.3, 0.4) };
            var sweep = Simulate(Moody(seed), trials, rules, new CurveReports(Power, 1));

            Assert.Equal(sweep.Epochs, sweep.Trials.Sum(trial => trial.Epochs));
            Assert.InRange(sweep.BusySeconds, 0, sweep.Seconds * slots * (1 + 1e-9));
            Assert.All(sweep.Trials, trial => Assert.True(trial.Status is TrialStatus.Completed or TrialStatus.Stopped));
            Assert.Equal(Enumerable.Range(1, sweep.Decisions.Count), sweep.Decisions.Select(decision => (int)decision.Number));
            var again = Simulate(Moody(seed), trials, rules, new CurveReports(Power, 1));
            Assert.Equal(sweep.Decisions, again.Decisions);
            Assert.Equal(sweep.Trials, again.Trials);
            Assert.Equal(sweep.Seconds, again.Seconds);
        }, iter: 100);

    private static SimulationRules Declared => new(1) { Delays = new(Start: 10, Report: 0, Stop: 5, Pause: 2, Resume: 3) };

    private static SimulatedSweep Simulate(IStopper rule, int? trials, SimulationRules rules, IReportSource source) =>
        SweepSimulator.Run(new RandomSampler(Power.Space, 5), rule, new StrategyRules(1, trials, false), source, rules);

    private static Scripted PauseBothPromoteFirst()
    {
        var waiting = new List<int>();
        return new Scripted(
            own =>
            {
                if (own.Newest.Epoch > 1) return null;
                waiting.Add(own.Trial);
                return new PauseVerdict("wait");
            },
            () =>
            {
                if (waiting is not [0, 1]) return null;
                waiting.Clear();
                return new Promotion(0, "go on");
            });
    }

    /// <summary>A rule that says anything, but the same for the same seed.</summary>
    private static Scripted Moody(long seed)
    {
        var random = new SeededRandom(seed);
        var waiting = new List<int>();
        return new Scripted(
            own =>
            {
                var mood = random.NextInt(10);
                if (mood != 1) return mood == 0 ? new StopVerdict("stop") : null;
                waiting.Add(own.Trial);
                return new PauseVerdict("wait");
            },
            () =>
            {
                if (waiting.Count == 0 || random.NextInt(3) == 0) return null;
                var index = random.NextInt(waiting.Count);
                var trial = waiting[index];
                waiting.RemoveAt(index);
                return new Promotion(trial, "go on");
            });
    }

    private sealed class Scripted(Func<TrialCurve, Verdict?>? judge = null, Func<Promotion?>? promote = null) : IStopper
    {
        public string Name => "scripted";

        public void Note(int trial, Reading report)
        {
        }

        public Verdict? Judge(TrialCurve own) => judge?.Invoke(own);

        public Promotion? Promote() => promote?.Invoke();
    }

    /// <summary>One second an epoch.</summary>
    private sealed class Steady(int epochs, Func<int, double>? loss = null) : IReportSource
    {
        public double? Optimum => 0;

        public int EpochsOf(TrialConfig config) => epochs;

        public SimulatedReport Report(TrialConfig config, int trial, int replicate, int epoch) =>
            new(loss?.Invoke(epoch) ?? 1, 1, 1);
    }
}
