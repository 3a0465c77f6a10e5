using MathNet.Numerics.Distributions;
using Sweep.Contracts;
using Sweep.Search.Encodings;
using Sweep.Search.Samplers;
using Sweep.Search.Samplers.Cmaes;
using Sweep.Search.Spaces;
using static Sweep.Search.Tests.Samplers.Spaces;

namespace Sweep.Search.Tests.Samplers.Cmaes;

public sealed class CmaesSamplerTests
{
    [Fact]
    public void Three_generations_leave_the_state_of_the_library_that_Optuna_uses()
    {
        var golden = Golden.Of("cmaes");
        var state = new CmaState(Golden.Numbers(golden["start"]), (double)golden["sigma"]!, (int)golden["population"]!);
        foreach (var generation in golden["generations"]!.AsArray())
        {
            var points = generation!["points"]!.AsArray().Select(Golden.Numbers).ToArray();
            state.Tell([.. points.OrderBy(Value)]);

            Golden.Close(Golden.Numbers(generation["mean"]), [.. state.Mean]);
            Golden.Close([(double)generation["sigma"]!], [state.Sigma]);
            Golden.Close([.. generation["C"]!.AsArray().SelectMany(row => Golden.Numbers(row))], state.Covariance.ToRowMajorArray());
            Golden.Close(Golden.Numbers(generation["p_sigma"]), [.. state.StepPath]);
            Golden.Close(Golden.Numbers(generation["p_c"]), [.. state.CovariancePath]);
        }
    }

    // Hamano and others, equations 12 to 17: the cells beside the mean's keep a probability of alpha / 2 each, alpha = 1 / (n lambda).
    [Fact]
    public void Cells_beside_the_mean_stay_likely()
    {
        var axis = new EncodedSpace(Space([Range("n", 1, 5)])).Axes[0];
        var state = new CmaState([0.5], 0.001, 6);

        IntegerMargin.Correct(state, [axis]);

        double Beyond(double border) => Normal.CDF(0, 1, -Math.Abs(border - state.Mean[0]) / state.Deviation(0));
        Assert.Equal(1.0 / 6 / 2, Beyond(0.4), 0.02);
        Assert.Equal(1.0 / 6 / 2, Beyond(0.6), 0.02);
    }

    [Fact]
    public void At_the_end_of_a_range_the_next_cell_stays_likely()
    {
        var axis = new EncodedSpace(Space([Range("n", 1, 5)])).Axes[0];
        var state = new CmaState([0.05], 0.001, 6);

        IntegerMargin.Correct(state, [axis]);

        Assert.Equal(1.0 / 6, Normal.CDF(0, 1, (state.Mean[0] - 0.2) / state.Deviation(0)), 1e-6);
    }

    [Fact]
    public void Results_of_an_earlier_generation_are_left_out()
    {
        var space = Space([Uniform("a"), Uniform("b")]);
        var population = CmaConstants.DefaultPopulation(2);
        var first = Enumerable.Range(0, population + 3).Select(i => Tell(space, i, [])).ToList();
        var late = first.TakeLast(3).ToList();
        var inTime = first.SkipLast(3).ToList();

        var without = new CmaesSampler(space, 1).Suggest(50, new SearchHistory(inTime, []));
        var with = new CmaesSampler(space, 1).Suggest(50, new SearchHistory([.. inTime, .. late], []));

        Assert.Equal(1, without!.Evidence!["generation"]!.GetValue<int>());
        Assert.Equal(without.Config, with!.Config);
    }

    [Fact]
    public void Begins_anew_with_a_larger_population_when_it_has_converged()
    {
        var space = Space([Uniform("a"), Uniform("b")]);
        var (sampler, run) = (new CmaesSampler(space, 1), new List<Observation>());
        var restarts = 0;
        for (var i = 0; i < 700 && restarts == 0; i++)
        {
            var found = sampler.Suggest(i, new SearchHistory([.. run], []))!;
            restarts = found.Evidence!["restarts"]!.GetValue<int>();
            run.Add(new Observation(i, found.Config, Bowl(found.Config)));
        }

        Assert.Equal(1, restarts);
        Assert.True(run.Min(observation => observation.Loss) < 1e-12);
    }

    private static Observation Tell(SearchSpace space, int index, IReadOnlyList<Observation> told)
    {
        var config = new CmaesSampler(space, 1).Suggest(index, new SearchHistory(told, []))!.Config;
        return new Observation(index, config, Bowl(config));
    }

    private static double Bowl(TrialConfig config) =>
        Square(config["a"]!.GetValue<double>() - 0.3) + Square(config["b"]!.GetValue<double>() - 0.6);

    private static double Square(double x) => x * x;

    private static double Value(double[] x) => x.Select((value, j) => (j + 1) * Square(value - 0.3)).Sum();
}
