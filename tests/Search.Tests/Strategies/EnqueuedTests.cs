using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Sweep.Search.Strategies;

namespace Sweep.Search.Tests.Strategies;

/// <summary>Configurations that a user wants before those of the sampler.</summary>
public sealed class EnqueuedTests
{
    private static readonly SearchSpace Finite = new SpaceBuilder().Integer("x", 0, 11).Build();

    private static readonly string[] Methods = [.. SamplerFactory.Methods];

    /// <summary>Method, configurations of <see cref="Finite"/> that are wanted, how many of these come later, slots and what happens.
    /// </summary>
    private static readonly Gen<(string Method, int[] Wanted, int Later, int Slots, int[] Choices)> Any = Gen.Select(
        Gen.Int[0, Methods.Length - 1].Select(i => Methods[i]),
        Gen.Shuffle(Enumerable.Range(0, 12).ToArray()), Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[1, 4],
        Gen.Int[0, 1000].Array[0, 60])
        .Select((method, order, first, later, slots, choices) => (method, order[..(first + later)], later, slots, choices));

    [Fact]
    public void They_come_first_and_nothing_comes_twice() => Any.Sample(any =>
    {
        var sweep = Play(any, replicates: 1);

        var tried = sweep.Configurations.Select(own => own.Key.Json).ToList();
        Assert.Equal(12, tried.Count);
        Assert.Equal(12, sweep.Trials.Count);
        Assert.Equal(any.Wanted[..^any.Later].Select(Json), tried.Take(any.Wanted.Length - any.Later));
    }, iter: 300);

    [Fact]
    public void Those_that_come_later_come_next_unless_they_were_tried() => Any.Sample(any =>
    {
        var sweep = Play(any, replicates: 1);

        var after = sweep.Decisions.Where(decision => sweep.LaterCame <= decision.Seen && sweep.LaterCame > 0)
            .Select(decision => sweep.Trials[decision.Trial].Config.Json).ToList();
        var open = any.Wanted.Select(Json).Where(after.Contains).ToList();
        Assert.Equal(open, after.Take(open.Count));
    }, iter: 300);

    [Fact]
    public void The_log_is_what_the_strategy_decides() => Gen.Select(
        Any, Gen.Int[1, 3], Gen.Bool, Gen.Int[0, 20].List[0, 10]).Sample((any, replicates, races, known) =>
    {
        var sweep = Play(any, replicates, races, known);

        Assert.Empty(sweep.Replay());
        Assert.Empty(sweep.Replay(asksSampler: false));
    }, iter: 300);

    [Theory]
    [InlineData("grid")]
    [InlineData("random")]
    [InlineData("sobol")]
    public void Who_looks_at_no_results_chooses_what_it_chooses_anyway_without_them(string method) =>
        Gen.Select(Gen.Shuffle(Enumerable.Range(0, 12).ToArray()), Gen.Int[0, 12]).Sample((order, count) =>
        {
            var without = Play((method, [], 0, 1, []), 1).Trials.Select(trial => trial.Config.Json);

            var wanted = order[..count].Select(Json).ToList();
            var with = Play((method, order[..count], 0, 1, []), 1).Trials.Select(trial => trial.Config.Json);

            Assert.Equal([.. wanted, .. without.Except(wanted)], with);
        }, iter: 50);

    [Fact]
    public void A_sampler_learns_from_them_as_from_what_comes_from_elsewhere()
    {
        var spy = new Spy();
        var rules = new StrategyRules(1, 5, Maximize: false) { Enqueued = [Json(7), Json(3)] };

        new RacedSweep(rules, () => spy, (config, _) => config["x"]!.GetValue<int>()).Play(1, []);

        Assert.Equal([0, 1, 2], spy.Indices);
        Assert.Equal([(-1L, 7.0), (-1L, 3.0)], spy.First!.Finished.Select(seen => (seen.Index, seen.Loss!.Value)));
    }

    [Fact]
    public void The_decision_says_which_of_them_it_is()
    {
        var start = Play(("random", [4, 2], 0, 1, []), 1).Decisions[1];

        Assert.Equal("enqueued: number 2 of the configurations that the sweep file wants first", start.Reason);
        Assert.Equal("""{"enqueued":2}""", start.Evidence);
    }

    private static RacedSweep Play(
        (string Method, int[] Wanted, int Later, int Slots, int[] Choices) any, int replicates, bool races = false,
        IReadOnlyList<int>? known = null)
    {
        var rules = new StrategyRules(replicates, null, Maximize: false)
        {
            Races = races && replicates > 1,
            Enqueued = [.. any.Wanted.Select(x => (TrialConfig)Json(x))],
            Known = KnownObservations.Numbered([.. (known ?? []).Select(x => new Observation(-1, Json(x), x))]),
        };
        return new RacedSweep(rules, () => SamplerFactory.Make(any.Method, Finite, 1), Loss) { Later = any.Later }
            .Play(any.Slots, any.Choices);
    }

    private static double Loss(TrialConfig config, int seed) => Math.Abs(config["x"]!.GetValue<int>() - 5) + 0.1 * seed;

    private static string Json(int x) => $$"""{"x":{{x}}}""";

    /// <summary>Notes what it is asked.</summary>
    private sealed class Spy : ISampler
    {
        public List<long> Indices { get; } = [];

        public SearchHistory? First { get; private set; }

        public string Name => "spy";

        public long? Count => null;

        public bool IsAdaptive => true;

        public Suggestion? Suggest(long index, SearchHistory history)
        {
            Indices.Add(index);
            First ??= history;
            return new(Json(100 + (int)index));
        }
    }
}
