using Sweep.Models.Reservoirs;
using Sweep.Models.Tests.Reference;
using static TorchSharp.torch;

namespace Sweep.Models.Tests.Reservoirs;

/// <summary>Reservoirs against plain double precision (tests/Reference/make_model_fixtures.py) and against theory.</summary>
public sealed class ReservoirTests
{
    private static readonly Case Expected = ReferenceCase.ReadOne<Case>("reservoir.json");

    [Fact]
    public void Echo_states_are_those_of_the_formula() =>
        StatesAre(Expected.Echo, weights => new EchoState(weights, Expected.Leak), 1e-6);

    [Fact]
    public void Traces_of_spikes_are_those_of_the_formula() =>
        StatesAre(Expected.Liquid, weights => new LiquidState(weights, Expected.Leak, Expected.Trace), 1e-6);

    [Theory]
    [InlineData(0, 0.5, "leak must be above 0 and at most 1")]
    [InlineData(1.5, 0.5, "leak must be above 0 and at most 1")]
    [InlineData(0.5, -0.1, "trace must be from 0 to below 1")]
    [InlineData(0.5, 1, "trace must be from 0 to below 1")]
    public void What_is_out_of_its_range_is_refused(double leak, double trace, string message)
    {
        using var scope = NewDisposeScope();
        using var weights = ReservoirWeights.Draw(Shape(4), CPU, signed: true);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new LiquidState(weights, leak, trace));
        if (leak is 0 or > 1) Assert.Throws<ArgumentOutOfRangeException>(() => new EchoState(weights, leak));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_read_in_two_pieces_gives_the_bits_of_one()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var reservoir = new LiquidState(ReservoirWeights.Draw(Shape(20) with { SpectralRadius = 1 }, CPU, signed: true), 0.5, 0.8);
        var tokens = Wave.Tokens(0, 12, 3, 2);

        var (whole, end) = reservoir.Read(tokens, reservoir.ZeroState(3));
        var (first, middle) = reservoir.Read(tokens.narrow(0, 0, 5), reservoir.ZeroState(3));
        var (second, after) = reservoir.Read(tokens.narrow(0, 5, 7), middle);

        Assert.Equal(Numbers(whole), Numbers(cat([first, second])));
        Assert.Equal(end.Named().SelectMany(one => Numbers(one.Tensor)), after.Named().SelectMany(one => Numbers(one.Tensor)));
    }

    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(30, 0.0)]
    [InlineData(200, 0.9)]
    public void The_spectral_radius_is_the_largest_absolute_eigenvalue(int units, double sparsity)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var weights = ReservoirWeights.Draw(Shape(units) with { SpectralRadius = 0.8, Sparsity = sparsity }, CPU, signed: false);

        var eigenvalues = linalg.eigvals(weights.Recurrent.to(float64));

        Assert.Equal(0.8, eigenvalues.abs().max().item<double>(), 1e-4);
        Assert.Equal(sparsity, weights.Recurrent.eq(0).to(float64).mean().item<double>(), 0.03);
    }

    [Fact]
    public void A_matrix_without_cycles_has_the_radius_zero() =>
        Assert.Equal(0, ReservoirWeights.SpectralRadius(tensor(new double[,] { { 0, 1 }, { 0, 0 } })));

    [Fact]
    public void Under_dales_law_the_weights_of_a_unit_have_one_sign()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var weights = ReservoirWeights.Draw(Shape(50), CPU, signed: true);
        var numbers = Numbers(weights.Recurrent);

        for (var unit = 0; unit < 50; unit++)
            Assert.All(numbers.Skip(unit * 50).Take(50), weight => Assert.True(unit % 5 == 4 ? weight <= 0 : weight >= 0));
    }

    [Fact]
    public void The_ridge_read_out_is_the_solution_of_the_normal_equations()
    {
        using var scope = NewDisposeScope();
        var (rows, expected) = (Expected.Ridge.Classes.Length, Expected.Ridge);
        using var readout = new RidgeReadout(2, 3, CPU);
        var features = tensor(expected.Features.SelectMany(row => row).ToArray()).view(-1, 2);

        // In two pieces, as a text comes.
        readout.Add(features.narrow(0, 0, 5), tensor(expected.Classes[..5]));
        readout.Add(features.narrow(0, 5, rows - 5), tensor(expected.Classes[5..]));
        readout.Solve(expected.Ridge);

        Assert.All(expected.Weights.SelectMany(row => row).Zip(readout.Weights.reshape(-1).data<double>().ToArray()),
            pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        // One-hot targets sum to 1, and so do the outputs.
        Assert.All(readout.Outputs(features).sum(1).data<double>().ToArray(), sum => Assert.Equal(1, sum, 1e-12));
    }

    [Fact]
    public void Outputs_that_are_not_finite_are_refused()
    {
        using var scope = NewDisposeScope();
        using var readout = new RidgeReadout(1, 2, CPU);
        readout.Add(tensor(new[] { float.NaN, 1f }).view(-1, 1), tensor(new long[] { 0, 1 }));

        Assert.Contains("raise it", Assert.Throws<ArithmeticException>(() => readout.Solve(1)).Message);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1e-6)]
    public void Whatever_the_outputs_they_become_a_distribution(double floor)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var outputs = randn(40, 7, float64);

        var logs = FlooredOutputs.LogProbabilities(outputs, floor);

        Assert.All(logs.exp().sum(1).data<double>().ToArray(), sum => Assert.Equal(1, sum, 1e-12));
        var classes = arange(40, int64) % 7;
        Assert.Equal(-logs.gather(1, classes.view(-1, 1)).sum().item<double>(),
            FlooredOutputs.SumNats(outputs, classes, floor).item<double>(), 1e-9);
    }

    private static void StatesAre(double[][] expected, Func<ReservoirWeights, Reservoir> make, double tolerance)
    {
        using var scope = NewDisposeScope();
        var n = Expected.Units;
        using var reservoir = make(new ReservoirWeights(Wave.Of([2, n], 0), Wave.Of([n, n], 1)));

        var (seen, _) = reservoir.Read(tensor(Expected.Tokens).view(-1, 1), reservoir.ZeroState(1));

        Assert.All(expected.SelectMany(row => row).Zip(Numbers(seen)), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private static float[] Numbers(Tensor tensor) => tensor.reshape(-1).contiguous().data<float>().ToArray();

    private static ReservoirOptions Shape(int units) => new() { Vocabulary = 2, Units = units };

    internal sealed record Case(
        int Units, long[] Tokens, double Leak, double Trace, double[][] Echo, double[][] Liquid, RidgeCase Ridge);

    internal sealed record RidgeCase(float[][] Features, long[] Classes, double Ridge, double[][] Weights);
}
