using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Randomness;
using Sweep.Search.Samplers;
using Sweep.Search.Strategies;

namespace Sweep.Search.Tests.Strategies;

public sealed class ConfigurationLogTests
{
    [Fact]
    public void What_was_known_at_an_event_is_the_same_whenever_it_is_asked_for() =>
        Gen.Select(Gen.Long, Gen.Int[1, 3]).Sample((seed, replicates) =>
        {
            var log = new ConfigurationLog(replicates, MetricSummary.Best);
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

    private static void Happen(ConfigurationLog log, SeededRandom random, int replicates, long number)
    {
        if (log.Count == 0 || random.NextInt(3) == 0)
        {
            log.Start(log.Count * replicates, $$"""{"a":{{log.Count}}}""");
            return;
        }

        var trial = random.NextInt(log.Count * replicates);
        TrialStatus[] ends = [TrialStatus.Completed, TrialStatus.Diverged, TrialStatus.Paused, TrialStatus.Cancelled];
        switch (random.NextInt(4))
        {
            case 0: log.Report(trial, random.NextDouble()); break;
            case 1: log.GoOn(trial); break;
            default: log.End(trial, ends[random.NextInt(ends.Length)], number); break;
        }
    }
}
