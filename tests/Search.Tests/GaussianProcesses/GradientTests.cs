using CsCheck;
using Sweep.Search.GaussianProcesses;
using Sweep.Search.Randomness;

namespace Sweep.Search.Tests.GaussianProcesses;

/// <summary>Gradients against differences of values.</summary>
public sealed class GradientTests
{
    private static readonly KernelAxis[] Axes = [new(0, false, false), new(1, true, false), new(2, false, true), new(4, true, true)];

    private static readonly KernelSettings Settings =
        new([2, 0.7, 3, 1.1], 0.8, 0.05) { SumScale = 0.6, SumLengths = [5, 1.3, 0.4, 2] };

    [Fact]
    public void Of_likelihood_and_priors() => Gen.Select(Gen.Long, Gen.Bool).Sample((seed, sum) =>
    {
        var random = new SeededRandom(seed);
        var likelihood = new MarginalLikelihood(Table(random, 7), [.. Numbers(random, 7)], [1, 1, 0.5, 1, 2, 1, 1]);
        var shape = sum ? Settings : Settings with { SumScale = 0, SumLengths = [] };
        var logs = MarginalLikelihood.Pack(shape);
        var gradient = new double[logs.Length];

        likelihood.Objective(logs, gradient, shape);

        Assert.All(Differences(logs, at => likelihood.Objective(at, new double[at.Length], shape)).Zip(gradient),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4 * (1 + Math.Abs(pair.First))));
    }, iter: 50);

    [Fact]
    public void Of_the_acquisition() => Gen.Long.Sample(seed =>
    {
        var random = new SeededRandom(seed);
        var process = GaussianProcess.TryMake(Table(random, 7), [.. Numbers(random, 7)], [1, 1, 1, 1, 1, 1, 1], Settings)!;
        var acquisition = new Acquisition(process, -0.5);
        var point = Point(random);
        var gradient = new double[5];

        acquisition.Of(point, gradient);

        var differences = Differences(point, at => acquisition.Of(at));
        foreach (var axis in Axes.Where(axis => !axis.IsCategory && !double.IsNaN(point[axis.Number])))
            Assert.Equal(differences[axis.Number], gradient[axis.Number], 1e-4 * (1 + Math.Abs(gradient[axis.Number])));
    }, iter: 100);

    private static double[] Differences(double[] x, Func<double[], double> function) =>
    [
        .. x.Select((_, i) =>
        {
            double[] left = [.. x], right = [.. x];
            (left[i], right[i]) = (x[i] - 1e-5, x[i] + 1e-5);
            return (function(right) - function(left)) / 2e-5;
        }),
    ];

    private static PointTable Table(SeededRandom random, int count)
    {
        var table = new PointTable(Axes, count);
        for (var i = 0; i < count; i++) table.Add(Point(random));
        return table;
    }

    private static double[] Point(SeededRandom random)
    {
        double[] point = [random.NextDouble(), random.NextInt(3), random.NextDouble(), 0, random.NextInt(2)];
        if (random.NextInt(2) == 0) point[2] = double.NaN;
        if (random.NextInt(2) == 0) point[4] = double.NaN;
        return point;
    }

    private static IEnumerable<double> Numbers(SeededRandom random, int count) =>
        Enumerable.Range(0, count).Select(_ => random.NextGaussian());
}
