using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Domains;
using Sweep.Search.Encodings;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Populations;

namespace Sweep.Search.Tests.Stoppers;

public sealed class PbtStopperTests
{
    private static readonly EncodedSpace Plain =
        new(Samplers.Spaces.Space([Samplers.Spaces.Uniform("x"), Samplers.Spaces.List("epochs", 8)]));

    [Fact]
    public void The_worst_quarter_goes_on_from_the_best_quarter()
    {
        var rule = Rule(Plain, interval: 2);

        Assert.All(new[] { 0.1, 0.2, 0.3 }, (loss, trial) => Assert.Null(rule.Decide(trial, 2, loss)));
        var fork = Assert.IsType<ForkVerdict>(rule.Decide(3, 2, 0.4));

        Assert.Equal((0, 2), (fork.Parent, fork.Epoch));
        Assert.Equal("pbt: 0.4 is number 4 of 4 trials at epoch 2; trial 0 (0.1) goes on in its place", fork.Reason);
        // Trial 0 has x = 0.5: a fresh draw, or 0.8 or 1.2 times that.
        Assert.NotEqual(0.5, (double)fork.Config["x"]!);
        Assert.Equal(8, (int)fork.Config["epochs"]!);
    }

    [Fact]
    public void Nobody_is_replaced_between_the_intervals_or_while_the_population_is_small()
    {
        var rule = Rule(Plain, interval: 3);

        Assert.All(Enumerable.Range(0, 10), trial => Assert.Null(rule.Decide(trial, 2, trial)));
        Assert.All(Enumerable.Range(0, 3), trial => Assert.Null(rule.Decide(trial, 3, trial)));
        Assert.Equal(3, rule.Rule.ForksEvery);
    }

    [Fact]
    public void Numbers_move_by_a_fifth_when_nothing_is_drawn_anew()
    {
        var rules = new PbtRules(1, 5) { Resample = 0 };
        var moved = Enumerable.Range(4, 40).Select(trial => (double)Fork(Plain, rules, trial).Config["x"]!).ToList();

        Assert.All(moved, x => Assert.True(Math.Abs(x - 0.4) < 1e-9 || Math.Abs(x - 0.6) < 1e-9, $"{x}"));
        Assert.InRange(moved.Count(x => x < 0.5), 10, 30);
    }

    [Fact]
    public void What_is_not_explored_stays()
    {
        var space = new EncodedSpace(Samplers.Spaces.Space([Samplers.Spaces.Uniform("x"), Samplers.Spaces.Range("hidden", 8, 512)]));
        var config = """{"x":0.5,"hidden":64}""";

        Assert.All(Enumerable.Range(4, 20), trial =>
            Assert.Equal(64, (int)Fork(space, new PbtRules(1, 5) { Explored = ["x"] }, trial, config).Config["hidden"]!));
    }

    [Fact]
    public void A_whole_number_moves_by_one_step_at_least_and_stays_in_its_range()
    {
        var space = new EncodedSpace(Samplers.Spaces.Space([Samplers.Spaces.Range("n", 1, 3)]));
        var rules = new PbtRules(1, 5) { Resample = 0 };

        IEnumerable<int> From(int n) => Enumerable.Range(4, 30)
            .Select(trial => (int)Fork(space, rules, trial, $$"""{"n":{{n}}}""").Config["n"]!).Distinct().Order();

        Assert.Equal([1, 3], From(2));
        Assert.Equal([2], From(3)); // upwards the range ends, and what stays as it is is moved again
    }

    [Fact]
    public void Forks_depend_on_seed_trial_and_epoch_alone()
    {
        var backwards = Rule(Plain, 1);
        for (var trial = 2; trial >= 0; trial--) backwards.Decide(trial, 1, trial);
        var forwards = Rule(Plain, 1);
        for (var trial = 0; trial < 3; trial++) forwards.Decide(trial, 1, trial);

        var (one, other) = ((ForkVerdict)backwards.Decide(3, 1, 3)!, (ForkVerdict)forwards.Decide(3, 1, 3)!);
        Assert.Equal((one.Reason, one.Config), (other.Reason, other.Config));
    }

    [Fact]
    public void Who_was_replaced_or_failed_is_no_parent()
    {
        var rule = Rule(Plain, 1);
        for (var trial = 0; trial < 3; trial++) rule.Decide(trial, 1, trial);
        rule.End(0, TrialStatus.Failed);

        Assert.Null(rule.Decide(3, 1, 3));
        for (var trial = 4; trial < 8; trial++) rule.Decide(trial, 1, trial + 10);
        Assert.Equal(1, ((ForkVerdict)rule.Decide(8, 1, 99)!).Parent);
    }

    [Fact]
    public void Equal_losses_replace_nobody()
    {
        var rule = Rule(Plain, 1);

        Assert.All(Enumerable.Range(0, 20), trial => Assert.Null(rule.Decide(trial, 1, 7)));
    }

    [Fact]
    public void On_few_slots_trials_take_turns_and_none_gets_far_ahead() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 12], Gen.Int[1, 3], Gen.Int[0, 1000].Array[1, 300]).Sample((slots, size, interval, picks) =>
        {
            var turn = 0;
            var rule = new PbtStopper(Plain, new PbtRules(interval, 5) { Population = size });
            // Nobody is better than another one, so that nobody is replaced.
            var sweep = new PausingSweep(rule, (_, epoch) => 10.0 / epoch, epochs: 12);

            sweep.Run(size, slots, () => picks[turn++ % picks.Length]);

            Assert.Equal(Enumerable.Repeat(12, size), sweep.Epochs.Values);
            Assert.InRange(sweep.Widest, 0, (Population.MostAhead + 1) * interval);
        }, iter: 300);

    [Fact]
    public void Forks_lie_inside_the_space_whatever_it_is() => Gen.Select(AnySpace, Histories.Any, Gen.Long, Gen.Double[0, 1])
        .Sample((space, steps, seed, resample) =>
        {
            var encoded = new EncodedSpace(space);
            var draws = new RandomSampler(space, seed);
            var rule = new PbtStopper(encoded, new PbtRules(1, seed) { Quantile = 0.4, Resample = resample });
            var curves = new Dictionary<int, List<Reading>>();
            foreach (var step in steps)
            {
                var number = step.Trial % Math.Max(1, draws.Count ?? 100);
                var config = draws.Suggest(number, SearchHistory.Empty)?.Config ?? new TrialConfig("{}");
                if (curves.TryAdd(step.Trial, [])) rule.Begin(step.Trial, config, 0);
                var reports = curves[step.Trial];
                reports.Add(new(reports.Count + 1, step.Loss));
                rule.Note(step.Trial, reports[^1]);
                if (rule.Judge(new(step.Trial, config, reports)) is not ForkVerdict fork) continue;
                Assert.NotNull(encoded.Encode(fork.Config));
                Assert.True(encoded.Admits(encoded.Encode(fork.Config)));
                Assert.NotEqual(step.Trial, fork.Parent);
                Assert.True(curves[fork.Parent][fork.Epoch - 1].Loss < step.Loss);
            }
        }, iter: 500);

    /// <summary>Numbers of every kind, categories, conditions and a constraint.</summary>
    private static Gen<SearchSpace> AnySpace { get; } = Gen.Select(Gen.Int[1, 5], Gen.Int[0, 3], Gen.Bool, (high, parent, isBound) =>
        Samplers.Spaces.Space(
            [
                Samplers.Spaces.Range("n", 0, high),
                new("log", new RealDomain("log_uniform_values", new Distribution.LogUniform(1e-6, 1)), [When(parent, 0)]),
                new("q", new QuantizedDomain("q_uniform", new Distribution.Uniform(-1, 1), 0.25), []),
                new("normal", new RealDomain("normal", new Distribution.Gaussian(0, 2)), [When(high)]),
                new("word", new ListDomain(["a", "b", null]), [When(1, 2)]),
                Samplers.Spaces.List("ordered", 1, 8, 64),
                Samplers.Spaces.Weighted("weighted", 0.2, 0.8, 0),
            ],
            isBound ? ["q + n <= 3.5"] : []));

    private static WhenClause When(params int[] values) => Samplers.Spaces.When("n", values);

    private static LiveStopper Rule(EncodedSpace space, int interval)
    {
        var rule = new LiveStopper(new PbtStopper(space, new PbtRules(interval, 5)));
        for (var trial = 0; trial < 20; trial++) rule.Begin(trial, """{"x":0.5,"epochs":8}""");
        return rule;
    }

    /// <summary>The fork of a trial at epoch 1 from one of three better ones with a configuration.</summary>
    private static ForkVerdict Fork(EncodedSpace space, PbtRules rules, int trial, string config = """{"x":0.5,"epochs":8}""")
    {
        var rule = new LiveStopper(new PbtStopper(space, rules));
        for (var better = 0; better < 3; better++)
        {
            rule.Begin(better, config);
            rule.Decide(better, 1, better);
        }

        return Assert.IsType<ForkVerdict>(rule.Decide(trial, 1, 9));
    }
}
