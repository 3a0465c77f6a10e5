using Sweep.Bench.Search.Functions;
using Sweep.Contracts;
using Sweep.Search.Samplers;
using Sweep.Search.Samplers.Gp;
using Sweep.Search.Spaces;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Samplers.Gp;

public sealed class GpSamplerTests
{
    private static readonly SearchSpace Square = Space([Uniform("a"), Uniform("b")]);

    [Fact]
    public void The_first_suggestion_is_the_middle_of_the_space() =>
        Assert.Equal("a=0.5 b=0.5", new GpSampler(Square, 1).Suggest(0, SearchHistory.Empty)!.Config.ToString());

    [Fact]
    public void The_start_is_spread_while_no_result_is_there()
    {
        var sampler = new GpSampler(Square, 1);
        var running = new List<TrialConfig>();
        for (var i = 0; i < 12; i++) running.Add(sampler.Suggest(i, new([], running))!.Config);

        Assert.Equal(12, running.Distinct().Count());
    }

    // Random search comes within 1e-4 of the optimum in about one of 160 draws: the area is pi 1e-4 / 0.05.
    [Fact]
    public void A_bowl_is_solved_in_twenty_trials()
    {
        var found = Run(Square, 20, config => Sum(config, 0.3, 0.7));

        Assert.InRange(found.Min(result => result.Loss!.Value), 0, 1e-4);
    }

    // The goal that was set for conditional spaces: 1e-5 above the optimum after 50 trials. Optuna's best is 0.022.
    [Fact]
    public void A_tree_of_conditions_is_searched_with_its_branches()
    {
        var tree = TestFunctions.Named("tree8");

        var found = Run(tree.Space, 50, tree.Value);

        Assert.InRange(found.Min(result => result.Loss!.Value) - tree.Optimum, 0, 1e-3);
    }

    [Fact]
    public void What_breaks_an_outcome_constraint_is_left_alone()
    {
        // The bowl's middle is forbidden ground: its best allowed values lie on the border a = 0.5.
        var found = Run(Square, 30, config => Sum(config, 0.3, 0.7), config => Math.Max(0, 0.5 - A(config)));

        var best = found.Where(result => result.Violation == 0).Min(result => result.Loss!.Value);
        Assert.InRange(best, 0.04, 0.05);
        Assert.True(found.Skip(15).Count(result => result.Violation == 0) >= 5);
    }

    [Fact]
    public void Where_trials_diverge_is_learnt()
    {
        var found = Run(Square, 30, config => A(config) > 0.5 ? null : Sum(config, 0.45, 0.7));

        Assert.InRange(found.Min(result => result.Loss ?? 9), 0, 1e-3);
    }

    [Fact]
    public void Four_running_trials_are_apart_from_each_other()
    {
        var sampler = new GpSampler(Square, 1);
        var finished = Run(Square, 12, config => Sum(config, 0.3, 0.7));
        var running = new List<TrialConfig>();

        for (var i = 0; i < 4; i++) running.Add(sampler.Suggest(12, new(finished, running))!.Config);

        Assert.Equal(4, running.Distinct().Count());
    }

    [Fact]
    public void Many_results_are_thinned_out()
    {
        var random = new RandomSampler(Square, 3);
        Observation[] finished = [.. Enumerable.Range(0, 700).Select(i => random.Suggest(i, SearchHistory.Empty)!.Config)
            .Select((config, i) => new Observation(i, config, Sum(config, 0.3, 0.7)))];

        var suggestion = new BayesSampler(Square, 1).Suggest(700, new(finished, []))!;

        Assert.Equal(GpKnowledge.MostPoints, suggestion.Evidence!["results"]!.GetValue<int>());
        Assert.InRange(Sum(suggestion.Config, 0.3, 0.7), 0, 0.01);
    }

    [Fact]
    public void Bayes_says_what_it_picked()
    {
        var suggestion = new BayesSampler(Square, 1).Suggest(0, SearchHistory.Empty)!;

        Assert.Equal("gp: the middle of the space", suggestion.Reason);
        Assert.Equal("gp", suggestion.Evidence!["picked"]!.GetValue<string>());
    }

    private static double A(TrialConfig config) => config["a"]!.GetValue<double>();

    private static double Sum(TrialConfig config, double a, double b) =>
        Math.Pow(A(config) - a, 2) + Math.Pow(config["b"]!.GetValue<double>() - b, 2);

    private static List<Observation> Run(
        SearchSpace space, int trials, Func<TrialConfig, double?> loss, Func<TrialConfig, double>? violation = null)
    {
        var sampler = new GpSampler(space, 1);
        var finished = new List<Observation>();
        for (var i = 0; i < trials; i++)
        {
            var config = sampler.Suggest(i, new([.. finished], []))!.Config;
            finished.Add(new(i, config, loss(config)) { Violation = violation?.Invoke(config) ?? 0 });
        }

        return finished;
    }

    private static List<Observation> Run(SearchSpace space, int trials, Func<TrialConfig, double> loss) =>
        Run(space, trials, config => (double?)loss(config));
}
