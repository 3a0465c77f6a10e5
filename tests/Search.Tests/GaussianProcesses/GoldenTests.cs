using System.Text.Json;
using Sweep.Search.GaussianProcesses;

namespace Sweep.Search.Tests.GaussianProcesses;

/// <summary>Numbers that Optuna 5 gives for the same points and hyperparameters (Assets/gp_golden.json).</summary>
public sealed class GoldenTests
{
    private static readonly JsonElement Golden =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Assets/gp_golden.json"))).RootElement.GetProperty("gp");

    private static readonly KernelSettings Settings = new(
        Numbers("inverse_squared_lengthscales"), Golden.GetProperty("kernel_scale").GetDouble(),
        Golden.GetProperty("noise_variance").GetDouble());

    private static readonly double[][] Points = Matrix("x (last column a category)");
    private static readonly double[] Values = Numbers("y");
    private static readonly double[] Shares = [1, 1, 1, 1, 1];

    [Fact]
    public void The_kernel_has_a_category_among_its_parameters()
    {
        var expected = Matrix("kernel");
        var table = Table();
        var kernel = new Kernel(table, Settings);
        for (var i = 0; i < Points.Length; i++)
        {
            double[] row = new double[5], slopes = new double[5];

            kernel.Fill(Points[i], row, slopes, new double[5]);

            Assert.All(row.Zip(expected[i]), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        }
    }

    [Fact]
    public void Likelihood_and_prior()
    {
        Assert.Equal(Golden.GetProperty("log_likelihood_without_constant").GetDouble(),
            new MarginalLikelihood(Table(), Values, Shares).Log(Settings), 1e-9);
        Assert.Equal(Golden.GetProperty("log_prior").GetDouble(), Priors.Log(Settings), 1e-9);
    }

    [Fact]
    public void Posterior_mean_and_variance()
    {
        var process = GaussianProcess.TryMake(Table(), Values, Shares, Settings)!;

        var found = Matrix("at").Select(point => process.Predict(point)).ToArray();

        Assert.All(found.Zip(Numbers("mean")), pair => Assert.Equal(pair.Second, pair.First.Mean, 1e-9));
        Assert.All(found.Zip(Numbers("variance")), pair => Assert.Equal(pair.Second, pair.First.Variance, 1e-9));
    }

    // Optuna maximises: means and the best value change their sign.
    [Fact]
    public void Logarithm_of_the_expected_improvement()
    {
        var found = Numbers("mean").Zip(Numbers("variance"), (mean, variance) => ExpectedImprovement.Log(-mean, variance, -1.1).Value);

        Assert.All(found.Zip(Numbers("log_ei_best_1.1")), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void Logarithm_of_h_far_below_zero() =>
        Assert.All(Numbers("z").Zip(Numbers("log_h(z) = log E max(0, z + N(0, 1))")),
            pair => Assert.Equal(pair.Second, ExpectedImprovement.LogH(pair.First), 1e-9 * Math.Abs(pair.Second)));

    private static PointTable Table()
    {
        var table = new PointTable([new(0, false, false), new(1, false, false), new(2, true, false)], 10);
        foreach (var point in Points) table.Add(point);
        return table;
    }

    private static double[] Numbers(string name) => [.. Golden.GetProperty(name).EnumerateArray().Select(item => item.GetDouble())];

    private static double[][] Matrix(string name) =>
        [.. Golden.GetProperty(name).EnumerateArray().Select(row => row.EnumerateArray().Select(item => item.GetDouble()).ToArray())];
}
