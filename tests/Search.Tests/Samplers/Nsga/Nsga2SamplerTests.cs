using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Samplers.Nsga;
using Sweep.Search.Spaces;
using Sweep.Search.Tests.Objectives;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Samplers.Nsga;

/// <summary>NSGA-II against functions of two objectives whose fronts are known.</summary>
public sealed class Nsga2SamplerTests
{
    private const int Dimensions = 10;

    private static readonly SearchSpace Cube = Space([.. Enumerable.Range(0, Dimensions).Select(i => Uniform($"x{i}"))]);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void It_comes_nearer_to_the_front_of_ZDT1_than_random_draws(long seed)
    {
        var found = Area(Search(new Nsga2Sampler(Cube, seed), Zdt1, 300));
        var random = Area(Search(new RandomSampler(Cube, seed), Zdt1, 300));

        // All of the front has 1.1 * 1.1 - 1 / 3 + 1.1 * 5 = 6.38; random draws get to 4.1.
        Assert.True(found > random + 0.7, $"{found} against {random}");
    }

    [Fact]
    public void Children_come_to_where_the_constraints_hold()
    {
        // A twentieth of the cube holds it, away from the front.
        var results = Search(new Nsga2Sampler(Cube, 4), Zdt1, 200, config => Math.Max(0, 0.95 - (double)config["x3"]!));

        Assert.InRange(results.Take(Nsga2Sampler.StartUp).Count(result => result.Violation == 0), 0, 3);
        Assert.InRange(results.Skip(150).Count(result => result.Violation == 0), 35, 50);
    }

    [Fact]
    public void Of_what_breaks_constraints_the_least_has_the_children()
    {
        // Nothing holds it, so the search goes to where it is broken least, whatever the objectives say.
        var results = Search(new Nsga2Sampler(Cube, 5), Zdt1, 150, config => 1 + (double)config["x3"]!);

        Assert.InRange(results.Skip(100).Average(result => result.Violation), 1, 1.1);
        Assert.Contains("none of which holds the constraints", Next(results).Reason!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_in_which_results_are_told_does_not_count()
    {
        var results = Search(new Nsga2Sampler(Cube, 6), Zdt1, 60);
        var straight = Next(results);
        results.Reverse();

        Assert.Equal(straight.Config, Next(results).Config);
        Assert.Equal(straight.Evidence!.ToJsonString(), Next(results).Evidence!.ToJsonString());
    }

    [Fact]
    public void What_was_asked_before_does_not_count()
    {
        var asked = new Nsga2Sampler(Cube, 9);
        var results = Search(asked, Zdt1, 60);
        Assert.Equal(Next(results).Config, asked.Suggest(60, new(results, []))!.Config);

        // The best of all got another value: its trial went on.
        var best = results.MinBy(result => result.Objectives[1])!;
        results[results.IndexOf(best)] = best with { Objectives = [best.Objectives[0], 7] };

        var fresh = Next(results);
        var again = asked.Suggest(60, new(results, []))!;
        Assert.Equal((fresh.Config, fresh.Evidence!.ToJsonString()), (again.Config, again.Evidence!.ToJsonString()));
        Assert.Equal(Next(results[..30]).Config, asked.Suggest(30, new(results[..30], []))!.Config);
    }

    [Fact]
    public void What_a_category_brings_along_is_searched_too()
    {
        // "deep" only exists where kind is 1, and the front lies there: f1 = deep, f2 = 1 - deep, against 2 and 2 elsewhere.
        var flat = Enumerable.Range(0, 8).Select(i => Uniform($"flat{i}"));
        var space = Space([List("kind", 0, 1), Uniform("deep") with { When = [When("kind", 1)] }, .. flat]);
        var results = Search(new Nsga2Sampler(space, 7), Branches, 120);

        var late = results.Skip(60).ToList();
        // A tenth of the children have another kind than their parents.
        Assert.InRange(late.Count(result => result.Objectives[0] < 1.5), 48, 60);
        Assert.All(late, result => Assert.Equal(result.Objectives[0] < 1.5, result.Config.Has("deep")));
        Assert.InRange(late.Where(result => result.Config.Has("deep")).Max(result => result.Objectives[0]), 0.9, 1);
    }

    [Fact]
    public void Bayes_takes_it_for_several_objectives_and_says_so()
    {
        var results = Search(new Nsga2Sampler(Cube, 8), Zdt1, 40);

        var suggestion = SamplerFactory.Make("bayes", Cube, 8, hasSeveral: true).Suggest(40, new(results, []))!;

        Assert.Equal(Next(results, 8).Config, suggestion.Config);
        Assert.StartsWith("nsga2: child of two of the best 24 of 40 results", suggestion.Reason, StringComparison.Ordinal);
        Assert.Equal("nsga2", (string?)suggestion.Evidence!["picked"]);
    }

    private static Suggestion Next(List<Observation> results, long seed = 9) =>
        new Nsga2Sampler(Cube, seed).Suggest(results.Count, new(results, []))!;

    private static IReadOnlyList<double> Branches(JsonObject config) =>
        config["deep"] is { } deep ? [(double)deep, 1 - (double)deep] : [2, 2];

    private static double Area(IEnumerable<Observation> results) =>
        Hypervolume.Of(results.Select(result => (result.Objectives[0], result.Objectives[1])), 1.1, 6.1);

    private static IReadOnlyList<double> Zdt1(JsonObject config)
    {
        var x = Enumerable.Range(0, Dimensions).Select(i => (double)config[$"x{i}"]!).ToArray();
        var g = 1 + (9 * x.Skip(1).Sum() / (Dimensions - 1));
        return [x[0], g * (1 - Math.Sqrt(x[0] / g))];
    }

    private static List<Observation> Search(
        ISampler sampler, Func<JsonObject, IReadOnlyList<double>> objectives, int trials, Func<JsonObject, double>? violation = null,
        int running = 0)
    {
        var (finished, started) = (new List<Observation>(), new List<TrialConfig>());
        while (finished.Count < trials)
        {
            if (started.Count - finished.Count > running) Finish();
            SearchHistory known = new([.. finished], [.. started.Skip(finished.Count)]);
            if (sampler.Suggest(started.Count, known) is { } found) started.Add(found.Config);
            else if (started.Count == finished.Count) break;
            else Finish();
        }

        return finished;

        void Finish()
        {
            var values = JsonNode.Parse(started[finished.Count].Json)!.AsObject();
            var losses = objectives(values);
            finished.Add(new Observation(finished.Count, started[finished.Count], losses[0])
            {
                Objectives = losses,
                Violation = violation?.Invoke(values) ?? 0,
            });
        }
    }
}
