using Sweep.Models.Reservoirs;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Reservoirs;

/// <summary>
/// Memory capacity (Jaeger 2001, "Short term memory in echo state networks", GMD report 152): the sum over lags k of the squared
/// correlation between the input k steps ago and what a linear read-out makes of the state now. Driven by independent inputs, N units have
/// at most N; a linear reservoir has all of it. This one counts lag 0, which the state also holds.
/// </summary>
/// <remarks>
/// In closed form: with x_t = sum over k of u_(t-k) W^k w and independent u of variance 1, the covariance is S = sum of (W^k w)(W^k w)',
/// and the capacity at lag k is (W^k w)' S^-1 (W^k w); over all lags that is the trace of S^-1 S, which is N.
/// </remarks>
public sealed class MemoryCapacityTests
{
    private const int Units = 10, Lags = 60, Steps = 1200, Rows = 32, Washout = 100;

    [Fact]
    public void A_linear_reservoir_remembers_as_many_inputs_as_it_has_units_lag_by_lag()
    {
        using var scope = NewDisposeScope();
        var expected = InClosedForm(Weights());

        var found = Measured(weights => new EchoState(weights, leak: 1, isLinear: true));

        Assert.Equal(Units, expected.Sum(), 1e-3);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 0.02));
        Assert.InRange(found.Sum(), Units - 0.2, Units + 0.2);
    }

    [Fact]
    public void Squashing_units_remember_less()
    {
        using var scope = NewDisposeScope();

        Assert.InRange(Measured(weights => new EchoState(weights, leak: 1)).Sum(), 1, Units - 0.5);
    }

    private static ReservoirWeights Weights()
    {
        manual_seed(11);
        return ReservoirWeights.Draw(
            new ReservoirOptions { Vocabulary = 1, Units = Units, SpectralRadius = 0.9, Sparsity = 0, InputScale = 1 }, CPU, signed: false);
    }

    private static double[] InClosedForm(ReservoirWeights weights)
    {
        var (recurrent, effect) = (weights.Recurrent.to(float64), weights.Input.to(float64));     // (N, N), (1, N)
        var covariance = zeros(Units, Units, float64);
        for (var k = 0; k < 1000; k++)
        {
            covariance.addmm_(effect.t(), effect, 1, 1);
            effect = effect.mm(recurrent);
        }

        var capacities = new double[Lags];
        var inverse = linalg.inv(covariance);
        effect = weights.Input.to(float64);
        for (var k = 0; k < Lags; k++)
        {
            capacities[k] = effect.mm(inverse).mm(effect.t()).item<double>();
            effect = effect.mm(recurrent);
        }

        return capacities;
    }

    private static double[] Measured(Func<ReservoirWeights, Reservoir> make)
    {
        var weights = Weights();
        var inputs = rand(Steps, Rows, 1) * 2 - ones(Steps, Rows, 1);
        // A token for each number: what it adds to a unit is the number times the unit's weight.
        using var reservoir = make(new ReservoirWeights((inputs * weights.Input).view(-1, Units), weights.Recurrent));
        var (seen, _) = reservoir.Read(arange(Steps * Rows).view(Steps, Rows), reservoir.ZeroState(Rows)); // (T, B, N)
        var features = seen.narrow(0, Washout, Steps - Washout).reshape(-1, Units);
        var targets = stack(Enumerable.Range(0, Lags)
            .Select(k => inputs.narrow(0, Washout - k, Steps - Washout).reshape(-1)), 1);         // (rows, lags)
        using var readout = new RidgeReadout(Units, Lags, CPU);
        var x = cat([features.to(float64), ones(features.shape[0], 1, float64)], 1);              // (rows, N+1)
        readout.Products.addmm_(x.t(), x, 1, 1);
        readout.Targets.addmm_(targets.to(float64).t(), x, 1, 1);
        readout.Solve(1e-12);
        var outputs = readout.Outputs(features);
        return [.. Enumerable.Range(0, Lags).Select(k => Squared(outputs.select(1, k), targets.select(1, k).to(float64)))];
    }

    private static double Squared(Tensor a, Tensor b)
    {
        var (x, y) = (a - a.mean(), b - b.mean());
        var both = (x * y).mean().item<double>();
        return both * both / ((x * x).mean().item<double>() * (y * y).mean().item<double>());
    }
}
