using CsCheck;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger.Tests;
using Sweep.Search.Strategies;
using static Sweep.Silo.Tests.Sweeps.DecidingStrategies;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>
/// A sweep whose sampler looks at results and whose rule stops, pauses and promotes, on workers that only count epochs. Its coordinator may
/// die after any commit, before anything that it decided is done.
/// </summary>
public sealed class DecisionLogTests
{
    /// <summary>Which slot is next, and whether the coordinator dies after that commit.</summary>
    private static readonly Gen<(int Slot, bool Dies)[]> AnyCourse =
        Gen.Select(Gen.Int[0, 2], Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true)))).Array[60, 400];

    [Fact]
    public void Whatever_dies_the_log_is_what_the_strategy_decides_and_everything_decided_is_done() =>
        AnyCourse.Sample(course =>
        {
            var run = new MortalSweep(new InMemoryLedger(), slots: 3, Learners);
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
            var run = new MortalSweep(new InMemoryLedger(), slots: 3, Population);
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
                var run = new MortalSweep(new InMemoryLedger(), slots: 3, strategy);
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
        var quiet = new MortalSweep(new InMemoryLedger(), slots: 1, Make);
        quiet.Play([]);
        Assert.Empty(quiet.Replay());
        Assert.Contains(quiet.Decisions, d => d.Kind == (isPopulation ? DecisionKind.Fork : DecisionKind.Resume));
        Assert.All(quiet.Rows, row => Assert.True(row.Status.IsFinal(), $"trial {row.Number} is {row.Status}"));

        Gen.Select(AnyCourse, Gen.Int[1, 5]).Sample((course, slots) =>
        {
            var run = new MortalSweep(new InMemoryLedger(), slots, Make);
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
        var quiet = new MortalSweep(new InMemoryLedger(), slots: 1, Make);
        quiet.Play([]);
        Assert.Empty(quiet.Replay());
        Assert.Contains(quiet.Rows, row => row.Plan.Replicate > 0);

        Gen.Select(AnyCourse, Gen.Int[1, 5]).Sample((course, slots) =>
        {
            var run = new MortalSweep(new InMemoryLedger(), slots, Make);
            run.Play(course);

            Assert.Equal(quiet.Decisions, run.Decisions);
            Assert.Equal(quiet.Rows.Select(Outcome), run.Rows.Select(Outcome));
        }, iter: 50, threads: 1);
    }

    private static MortalSweep DyingChangesNothing(Func<Strategy> strategy)
    {
        var quiet = new MortalSweep(new InMemoryLedger(), slots: 1, strategy);
        quiet.Play([.. Enumerable.Repeat((0, false), 200)]);
        foreach (var moment in Enumerable.Range(0, 60))
        {
            var run = new MortalSweep(new InMemoryLedger(), slots: 1, strategy);
            run.Play([.. Enumerable.Range(0, 200).Select(step => (0, step == moment))]);

            // One slot: nothing depends on timing, so a coordinator that dies changes nothing at all.
            Assert.Equal(quiet.Rows.Select(Outcome), run.Rows.Select(Outcome));
            Assert.Equal(quiet.Decisions, run.Decisions);
        }

        return quiet;
    }

    private static string Outcome(TrialRow row) => $"{row.Number} {row.Plan.Config.Json} {row.Status} {row.EpochsDone} {row.Metric}";
}
