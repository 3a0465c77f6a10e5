using Sweep.Search.Racing;

namespace Sweep.Search.Tests.Racing;

public sealed class FinalShareTests
{
    [Fact]
    public void Effects_of_seeds_are_taken_out_of_means()
    {
        var results = new SeedResults();
        double[] seeds = [0, 10, -4];
        foreach (var (configuration, mean, count) in new[] { (0, 1.0, 3), (1, 2.0, 3), (2, 1.5, 2) })
            for (var seed = 0; seed < count; seed++) results.Add(new(configuration, seed, mean + seeds[seed]));

        var fit = SeedEffects.Fit(results, [0, 1, 2]);

        Assert.Equal(1, fit.Means[1] - fit.Means[0], 3);
        Assert.Equal(0.5, fit.Means[2] - fit.Means[0], 3);
        Assert.Equal(0, fit.Deviation, 3);
    }

    // Theorem 3 of Chen et al. for means 0, 1, 2 and equal deviations: N1 : N2 = 1 : 1/4, N0 = sqrt(1 + 1/16).
    [Fact]
    public void Seeds_go_in_the_shares_of_the_theorem()
    {
        var (results, share) = (new SeedResults(), new FinalShare(10_000));
        double[] sizes = [-1, 1, 0.5];
        double Loss(int configuration, int seed) => configuration + ((seed % 2 == 0 ? 1 : -1) * sizes[configuration]);
        for (var configuration = 0; configuration < 3; configuration++)
            for (var seed = 0; seed < 2; seed++) results.Add(new(configuration, seed, Loss(configuration, seed)));
        for (var step = 0; step < 600; step++)
        {
            var next = share.Next(results, [0, 1, 2])!.Value;
            var seed = results.Begin(next);
            results.Add(new(next, seed, Loss(next, seed)));
        }

        Assert.Equal(Math.Sqrt(17) / 4, (double)results.Done(0) / results.Done(1), 0.05);
        Assert.Equal(0.25, (double)results.Done(2) / results.Done(1), 0.05);
    }

    [Fact]
    public void Nobody_runs_more_seeds_than_there_are()
    {
        var results = new SeedResults();
        results.Add(new(0, 0, 1));
        results.Add(new(1, 0, double.NaN));
        var steps = 0;
        for (; new FinalShare(3).Next(results, [0, 1]) is { } next; steps++) results.Add(new(next, results.Begin(next), 1));

        Assert.Equal(4, steps);
    }

    [Fact]
    public void Finalists_are_the_incumbent_and_the_best_means()
    {
        var results = new SeedResults();
        foreach (var configuration in Enumerable.Range(0, 5))
            for (var seed = 0; seed < 2; seed++) results.Add(new(configuration, seed, configuration));
        results.Add(new(5, 0, -9));

        Assert.Equal([3, 0, 1], FinalShare.Finalists(results, 3, 3));
    }
}
