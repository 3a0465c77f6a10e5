using Sweep.Search.GaussianProcesses;

namespace Sweep.Search.Tests.GaussianProcesses;

public sealed class BelievingTests
{
    private static readonly KernelSettings Settings = new([8, 0.5], 1, 1e-4);

    [Fact]
    public void A_running_trial_leaves_the_mean_and_takes_the_uncertainty_around_it()
    {
        var process = Process(out _);
        double[] running = [0.6, 0.4], near = [0.58, 0.41];
        var (mean, before) = process.Predict(near);

        Assert.True(process.Believe(running));

        var (after, variance) = process.Predict(near);
        Assert.Equal(mean, after, 1e-9);
        Assert.True(variance < before / 5);
    }

    [Fact]
    public void The_same_point_twice_needs_no_noise()
    {
        var table = new PointTable([new(0, false, false)], 4);
        foreach (var x in new[] { 0.2, 0.2, 0.2, 0.7 }) table.Add([x]);

        var process = GaussianProcess.TryMake(table, [1, 1, 1, -1], [1, 1, 1, 1], new([1], 1, 1e-300))!;

        Assert.Equal(1, process.Predict([0.2]).Mean, 1e-3);
    }

    // Two points that lack a parameter are as near as if there were none; one that has it is away from both, wherever it has it.
    [Fact]
    public void A_missing_parameter_is_a_place_of_its_own()
    {
        var table = new PointTable([new(0, false, false), new(1, false, true)], 2);
        table.Add([0.3, double.NaN]);
        table.Add([0.3, 0.9]);
        double[] one = [0, 0], other = [0, 0];
        foreach (var axis in new[] { 0, 1 })
        {
            table.AddDistances(one, axis, [0.5, double.NaN], 1);
            table.AddDistances(other, axis, [0.5, 0.1], 1);
        }

        Assert.Equal([0.2 * 0.2, 0.2 * 0.2 + 0.4 * 0.4 + 1], one);
        Assert.Equal([0.2 * 0.2 + 0.4 * 0.4 + 1, 0.2 * 0.2 + 0.8 * 0.8], other);
    }

    private static GaussianProcess Process(out PointTable table)
    {
        table = new PointTable([new(0, false, false), new(1, false, false)], 5);
        foreach (var (x, y) in new[] { (0.1, 0.2), (0.9, 0.8), (0.2, 0.9) }) table.Add([x, y]);
        return GaussianProcess.TryMake(table, [0.5, -0.7, 0.1], [1, 1, 1], Settings)!;
    }
}
