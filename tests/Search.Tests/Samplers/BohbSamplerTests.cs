using CsCheck;
using Sweep.Contracts;
using Sweep.Search.Samplers;

namespace Sweep.Search.Tests.Samplers;

public sealed class BohbSamplerTests
{
    private static readonly RungLoss[] Both = [new(1, 5), new(3, 2)];

    [Fact]
    public void The_model_learns_from_the_highest_rung_with_enough_results()
    {
        var seen = new List<SearchHistory>();
        var sampler = Sampler(seen, randomShare: 0);
        // One parameter that varies: three results are enough. Epoch 3 has two, epoch 1 has four.
        Observation[] results = [Result(0, Both), Result(1, Both), Result(2, new RungLoss(1, 7)), Result(3, new RungLoss(1, 8))];

        var suggestion = sampler.Suggest(9, new(results, ["""{"a":50}"""]));
        Assert.Equal("bohb: by the results of epoch 1; the model's choice", suggestion!.Reason);
        Assert.Equal([5, 5, 7, 8], seen[0].Finished.Select(result => result.Loss!.Value));
        Assert.Equal(["""{"a":50}"""], seen[0].Running.Select(config => config.Json));

        sampler.Suggest(10, new([.. results, Result(4, Both)], []));
        Assert.Equal([2, 2, 2], seen[1].Finished.Select(result => result.Loss!.Value));
        Assert.Equal(["""{"a":2}""", """{"a":3}"""], seen[1].Running.Select(config => config.Json));
    }

    [Fact]
    public void What_has_diverged_is_told_on_every_rung()
    {
        var seen = new List<SearchHistory>();
        Observation[] results = [Result(0, Both), Result(1, Both), Result(2, Both), Result(3, new RungLoss(1, 1)) with { Loss = null }];

        Sampler(seen, randomShare: 0).Suggest(4, new(results, []));

        Assert.Equal([2, 2, 2, null], seen[0].Finished.Select(result => result.Loss));
    }

    [Fact]
    public void A_third_is_drawn_at_random_by_the_number_of_the_suggestion()
    {
        var sampler = Sampler([]);
        var history = new SearchHistory([Result(0, Both), Result(1, Both), Result(2, Both)], []);

        var random = Enumerable.Range(0, 300)
            .Count(index => sampler.Suggest(index, history)!.Reason!.Contains("random", StringComparison.Ordinal));

        Assert.InRange(random, 75, 125); // 100 ± 3 standard deviations of 8.2
    }

    [Fact]
    public void Draws_are_random_while_no_rung_has_enough_results() =>
        Assert.Equal(
            "bohb: drawn at random, while no rung has 3 results", Sampler([], randomShare: 0).Suggest(0, SearchHistory.Empty)!.Reason);

    [Fact]
    public void A_finite_space_is_never_searched_twice() => Spaces.ConditionalSpace.Sample(space =>
    {
        var sampler = new BohbSampler(space, 7, new RandomSampler(space, 7), randomShare: 1);
        var results = new List<Observation>();
        while (results.Count < 400 && sampler.Suggest(results.Count, new(results, [])) is { } next)
            results.Add(new Observation(results.Count, next.Config, 1));

        Assert.Equal(results.Count, results.Select(result => result.Config).Distinct().Count());
        Assert.Equal(Math.Min(400, sampler.Count!.Value), results.Count);
    }, iter: 100);

    private static BohbSampler Sampler(List<SearchHistory> seen, double randomShare = 1.0 / 3) => new(
        Spaces.Space([Spaces.Range("a", 0, 1000), Spaces.List("constant", 1)]), 3, new Recording(seen), randomShare);

    private static Observation Result(int a, params RungLoss[] rungs) => new(a, new TrialConfig($$"""{"a":{{a}}}"""), 1) { Rungs = rungs };

    private sealed class Recording(List<SearchHistory> seen) : ISampler
    {
        public string Name => "model";

        public long? Count => null;

        public bool IsAdaptive => true;

        public Suggestion? Suggest(long index, SearchHistory history)
        {
            seen.Add(history);
            return new("""{"a":999}""", "the model's choice");
        }
    }
}
