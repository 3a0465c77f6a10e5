using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Simulation;
using Sweep.Search.Stoppers;
using Sweep.Search.Strategies;

namespace Sweep.Search.Tests.Strategies;

public sealed class RacingTests
{
    private const int Seeds = 6;

    /// <summary>Slots, what happens first, losses of configurations and noise of seeds.</summary>
    private static readonly Gen<(int Slots, int[] Choices, double[] Losses, double Noise)> Any =
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 1000].Array[0, 300], Gen.Double[0, 1].Array[5, 25], Gen.Double[0, 0.5]);

    [Fact]
    public void Whatever_ends_first_the_log_is_what_the_strategy_decides() =>
        Gen.Select(Any, Gen.Bool).Sample((any, isCapped) =>
        {
            var sweep = Run(any, isCapped ? 40 : null);

            Assert.Empty(sweep.Replay());
            Assert.Empty(sweep.Replay(asksSampler: false));
        }, iter: 200);

    [Fact]
    public void No_configuration_has_more_than_all_seeds_and_no_sweep_more_than_its_trials() =>
        Any.Sample(any =>
        {
            var sweep = Run(any, 40);

            Assert.InRange(sweep.Trials.Count, 0, 40);
            Assert.All(sweep.Configurations, own =>
            {
                Assert.Equal(Enumerable.Range(0, own.Count()), own.Select(trial => trial.Replicate));
                Assert.InRange(own.Count(), 1, Seeds);
            });
        }, iter: 200);

    [Fact]
    public void A_challenger_runs_seeds_of_which_the_best_has_results() =>
        Any.Sample(any =>
        {
            var sweep = Run(any, null);
            foreach (var start in sweep.Decisions.Where(decision => Cause(decision) == "race"))
            {
                var added = sweep.Trials[start.Trial];
                Assert.Contains(sweep.Trials, trial => !trial.Config.Equals(added.Config)
                    && trial.Replicate == added.Replicate && sweep.Ends[trial.Number] <= start.Seen);
            }
        }, iter: 200);

    [Fact]
    public void Without_noise_the_best_configuration_ends_with_all_seeds_and_few_others_do() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[0, 1000].Array[0, 300], Gen.Shuffle(Enumerable.Range(0, 25).Select(n => (double)n).ToArray()))
            .Sample((slots, choices, losses) =>
            {
                var sweep = Run((slots, choices, losses, 0), null);

                Assert.Equal(losses.Length, sweep.Configurations.Count());
                Assert.Equal(Seeds, sweep.Configurations.Single(own => Index(own.Key) == Array.IndexOf(losses, 0)).Count());
                Assert.InRange(sweep.Trials.Count, losses.Length, losses.Length * Seeds / 2);
            }, iter: 100);

    [Fact]
    public void Who_is_out_gets_no_more_seeds_before_the_final() =>
        Any.Sample(any =>
        {
            var sweep = Run(any, null);
            foreach (var drop in sweep.Decisions.Where(decision => Cause(decision) == "best"))
            {
                var loser = sweep.Trials[Number(drop, "compared")!.Value].Config;
                if (loser.Equals(sweep.Trials[drop.Trial].Config)) continue;
                Assert.DoesNotContain(sweep.Decisions, later => later.Number > drop.Number && Cause(later) == "race"
                    && sweep.Trials[later.Trial].Config.Equals(loser));
            }
        }, iter: 200);

    [Fact]
    public void The_last_trials_are_for_the_few_best()
    {
        var sweep = Run((1, [], [.. Enumerable.Range(0, 25).Select(n => n * 7 % 25 / 25.0)], 0.3), 40);

        // 15 % of 40.
        Assert.All(sweep.Decisions.TakeLast(6), decision => Assert.Equal("final", Cause(decision)));
        Assert.DoesNotContain(sweep.Decisions.SkipLast(6), decision => Cause(decision) == "final");
    }

    [Fact]
    public void A_method_that_learns_sees_the_mean_over_the_seeds_that_there_are()
    {
        var seen = new List<SearchHistory>();
        var sweep = new RacedSweep(
            new(Seeds, 12, false) { Races = true }, () => new Listed(4, seen), (config, seed) => Index(config) + (seed / 10.0)).Play(1, []);

        Assert.NotEmpty(sweep.Trials);
        Assert.All(seen.SelectMany(history => history.Finished), observation => Assert.Equal(
            observation.Index + ((observation.Replicates - 1) / 20.0), observation.Loss!.Value, 1e-9));
        Assert.Contains(seen.SelectMany(history => history.Finished), observation => observation.Replicates > 1);
    }

    [Fact]
    public void A_configuration_that_diverges_is_out_at_once()
    {
        var sweep = Run((1, [], [0.5, double.NaN, 0.4], 0.1), null);

        Assert.Single(sweep.Configurations.Single(own => Index(own.Key) == 1));
    }

    [Fact]
    public void A_seed_that_runs_again_brings_its_configuration_back_into_the_race()
    {
        var sweep = Run((1, [], [0.5, double.NaN, 0.4], 0.1), null);

        sweep.Retry(sweep.Trials.Single(trial => Index(trial.Config) == 1).Number, 0);
        sweep.Play(1, []);

        Assert.InRange(sweep.Configurations.Single(own => Index(own.Key) == 1).Count(), 2, Seeds);
        Assert.Empty(sweep.Replay());
    }

    [Fact]
    public void A_simulated_sweep_races_as_a_real_one()
    {
        var table = new TableReports([.. Enumerable.Range(0, 8).SelectMany(n => Enumerable.Range(0, Seeds).Select(seed =>
            new RecordedEpoch(Config(n), seed, 1, n + (seed % 2 * 0.1), 1)))]);
        var sweep = SweepSimulator.Run(
            new Listed(8, []), new NoStopper(), new StrategyRules(Seeds, null, false) { Races = true }, table, new(2));

        Assert.Equal(Seeds, sweep.Trials.Count(trial => Index(trial.Config) == 0));
        Assert.InRange(sweep.Trials.Count, 8, 8 * Seeds - 1);
        Assert.Equal(sweep.Trials.Count, sweep.Decisions.Count);
    }

    private static RacedSweep Run((int Slots, int[] Choices, double[] Losses, double Noise) any, int? cap) => new RacedSweep(
        new(Seeds, cap, false) { Races = true }, () => new Listed(any.Losses.Length, []),
        (config, seed) => any.Losses[Index(config)] + (any.Noise * ((Index(config) * 31 + seed * 17) % 11 / 11.0)))
        .Play(any.Slots, any.Choices);

    private static string? Cause(Decision decision) => (string?)Evidence(decision)?["cause"];

    private static int? Number(Decision decision, string name) => (int?)Evidence(decision)?[name];

    private static JsonNode? Evidence(Decision decision) => decision.Evidence is { } text ? JsonNode.Parse(text) : null;

    private static TrialConfig Config(int index) => string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{index}}}""");

    private static int Index(TrialConfig config) => (int)config["n"]!;

    /// <summary>So many configurations, one after the other; it learns in so far as it keeps what it saw.</summary>
    private sealed class Listed(int count, List<SearchHistory> seen) : ISampler
    {
        public string Name => "listed";

        public long? Count => count;

        public bool IsAdaptive => true;

        public Suggestion? Suggest(long index, SearchHistory history)
        {
            seen.Add(history);
            return index >= count ? null : new(Config((int)index), $"number {index} knows {history.Finished.Count}");
        }
    }
}
