using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Objectives;
using Sweep.Search.Randomness;
using Sweep.Search.Samplers;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;

namespace Sweep.Search.Tests.Strategies;

public sealed class ConfigurationLogTests
{
    [Fact]
    public void What_was_known_at_an_event_is_the_same_whenever_it_is_asked_for() =>
        Gen.Select(Gen.Long, Gen.Int[1, 3]).Sample((seed, replicates) =>
        {
            var log = new ConfigurationLog(replicates, MetricSummary.Best, [1, 3]);
            var random = new SeededRandom(seed);
            var asked = new List<(long Seen, int Count, SearchHistory Answer)>();
            for (var number = 1L; number <= 60; number++)
            {
                Happen(log, random, replicates, number);
                asked.Add((number, log.Count, log.At(number, log.Count)));
            }

            foreach (var (seen, count, answer) in asked)
            {
                var later = log.At(seen, count);
                Assert.Equal(answer.Finished, later.Finished);
                Assert.Equal(answer.Running, later.Running);
            }
        }, iter: 200);

    [Fact]
    public void A_configuration_has_the_best_loss_so_far_at_each_rung_that_all_its_seeds_reached()
    {
        var log = new ConfigurationLog(needed: 2, MetricSummary.Best, [1, 3, 9]);
        log.Start("""{"a":1}""", suggestion: 0);
        for (var trial = 0; trial < 2; trial++) log.Add(0, trial);
        foreach (var (trial, epoch, loss) in new[] { (0, 1, 8.0), (0, 2, 5.0), (0, 4, 6.0), (1, 1, 4.0), (1, 3, 9.0), (0, 9, 1.0) })
            log.Report(trial, new Reading(epoch, loss));
        log.End(0, TrialStatus.Completed, 7);
        log.End(1, TrialStatus.Paused, 8);

        // Trial 0: 8, 5 and 1; trial 1: 4 and 4. The report of epoch 4 is the first to reach the rung of epoch 3.
        Assert.Equal([new(1, 6), new(3, 4.5)], Assert.Single(log.At(8, 1).Finished).Rungs);
    }

    [Fact]
    public void A_value_that_is_told_without_metrics_holds_no_constraint_and_lacks_other_objectives()
    {
        OutcomeConstraint[] constraints = [OutcomeConstraint.Parse("seconds <= 2")];

        Assert.Equal((4.0, double.PositiveInfinity), Told(new([new("loss")], constraints)));
        Assert.Equal((null, double.PositiveInfinity), Told(new([new("loss"), new("gain")], constraints)));
        Assert.Equal((4.0, 0.0), Told(new([new("loss")], [])));
    }

    private static (double? Loss, double Violation) Told(Goals goals)
    {
        var log = new ConfigurationLog(1, MetricSummary.Best, [], goals);
        log.Add(log.Start("""{"a":1}""", suggestion: 0), 0);
        log.Report(0, new Reading(1, 5), """{"seconds":1,"gain":1}""");
        log.Tell(0, 4);
        log.End(0, TrialStatus.Completed, 3);
        var told = Assert.Single(log.At(3, 1).Finished);
        return (told.Loss, told.Violation);
    }

    private static void Happen(ConfigurationLog log, SeededRandom random, int replicates, long number)
    {
        if (log.Count == 0 || random.NextInt(3) == 0)
        {
            var added = log.Start($$"""{"a":{{log.Count}}}""", log.Count);
            for (var seed = 0; seed < replicates; seed++) log.Add(added, (added * replicates) + seed);
            return;
        }

        var trial = random.NextInt(log.Count * replicates);
        TrialStatus[] ends = [TrialStatus.Completed, TrialStatus.Diverged, TrialStatus.Paused, TrialStatus.Cancelled];
        switch (random.NextInt(4))
        {
            case 0: log.Report(trial, new Reading((int)number, random.NextDouble())); break;
            case 1: log.GoOn(trial); break;
            default: log.End(trial, ends[random.NextInt(ends.Length)], number); break;
        }
    }
}
