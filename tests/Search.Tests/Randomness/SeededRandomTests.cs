using System.Text.Json;
using CsCheck;
using Sweep.Search.Randomness;

namespace Sweep.Search.Tests.Randomness;

public class SeededRandomTests
{
    private static readonly JsonElement Expected = RepositoryFiles.CorporaReference.GetProperty("random");

    [Fact]
    public void Bits_are_those_of_the_reference_code_of_xoshiro()
    {
        // State 1, 2, 3, 4: test vector that the generator's ports publish.
        var random = new SeededRandom([1UL, 2, 3, 4]);

        Assert.Equal([11520UL, 0, 1509978240, 1215971899390074240], Enumerable.Range(0, 4).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void A_seed_is_spread_over_the_state_by_splitmix()
    {
        var random = new SeededRandom(42);

        Assert.Equal(Texts("bits42"), Enumerable.Range(0, 5).Select(_ => random.NextUInt64().ToString()));
    }

    [Fact]
    public void Bounded_integers_and_shuffles_agree_with_an_independent_implementation()
    {
        var random = new SeededRandom(-3);
        var ints = Enumerable.Range(0, 20).Select(_ => random.NextInt(10))
            .Concat(Enumerable.Range(0, 5).Select(_ => random.NextInt(int.MaxValue))).ToArray();
        var deck = Enumerable.Range(0, 12).ToArray();
        new SeededRandom(1).Shuffle<int>(deck);

        Assert.Equal(Expected.GetProperty("ints").Deserialize<int[]>(), ints);
        Assert.Equal(Expected.GetProperty("deck").Deserialize<int[]>(), deck);
    }

    [Fact]
    public void Sub_streams_depend_on_seed_and_path_and_its_order()
    {
        long[] seeds =
        [
            SeededRandom.Derive(0), SeededRandom.Derive(0, 0), SeededRandom.Derive(0, 1),
            SeededRandom.Derive(5, 1, 2), SeededRandom.Derive(5, 2, 1), SeededRandom.Derive(-9, 1_000_000_000_000_000),
        ];

        Assert.Equal(Expected.GetProperty("derive").Deserialize<long[]>(), seeds);
        Assert.Equal(seeds.Length, seeds.Distinct().Count());
    }

    [Fact]
    public void A_saved_state_goes_on_with_the_same_numbers() =>
        Gen.Select(Gen.Long, Gen.Int[0, 100]).Sample((seed, draws) =>
        {
            var random = new SeededRandom(seed);
            for (var i = 0; i < draws; i++) random.NextUInt64();
            var resumed = new SeededRandom([.. random.State]);
            return random.NextUInt64() == resumed.NextUInt64() && random.NextGaussian().Equals(resumed.NextGaussian());
        });

    [Fact]
    public void Uniform_numbers_fill_the_unit_interval_evenly()
    {
        var random = new SeededRandom(2026);
        const int Draws = 100_000;
        var bins = new int[10];

        for (var i = 0; i < Draws; i++) bins[(int)(10 * random.NextDouble())]++;

        // Chi-square with 9 degrees of freedom: 33.7 is passed once in 10,000.
        Assert.InRange(bins.Sum(n => Math.Pow(n - (Draws / 10.0), 2) / (Draws / 10.0)), 0, 33.7);
    }

    [Fact]
    public void Gaussian_numbers_have_the_moments_of_the_standard_normal()
    {
        var random = new SeededRandom(7);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian()).ToArray();

        // Four standard errors of each moment: sqrt(1/n), sqrt(2/n), sqrt(15/n), sqrt(96/n).
        Assert.InRange(draws.Average(), -0.013, 0.013);
        Assert.InRange(draws.Average(x => x * x), 1 - 0.018, 1 + 0.018);
        Assert.InRange(draws.Average(x => x * x * x), -0.049, 0.049);
        Assert.InRange(draws.Average(x => x * x * x * x), 3 - 0.124, 3 + 0.124);
    }

    [Fact]
    public void A_bound_below_one_and_a_dead_state_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(0).NextInt(0));
        Assert.Throws<ArgumentException>(() => new SeededRandom([0UL, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => new SeededRandom([1UL]));
    }

    private static string[] Texts(string name) => Expected.GetProperty(name).Deserialize<string[]>()!;
}
