using Sweep.Models.Native;
using static TorchSharp.torch;

namespace Sweep.Models.Reservoirs;

/// <summary>The fixed weights of a reservoir. Owns its tensors.</summary>
public sealed class ReservoirWeights(Tensor input, Tensor recurrent) : IDisposable
{
    /// <summary>float, (V, N): what a token adds to each unit.</summary>
    public Tensor Input { get; } = input;

    /// <summary>float, (N, N): entry (i, j) is the weight from unit i to unit j.</summary>
    public Tensor Recurrent { get; } = recurrent;

    /// <summary>Every fifth unit is inhibitory in a reservoir that keeps Dale's law.</summary>
    private const int Inhibitory = 5;

    /// <summary>Squarings of the matrix in Gelfand's formula: rho = lim |W^k|^(1/k) at k = 2^20, to about 1e-5 of its value.</summary>
    private const int Squarings = 20;

    /// <summary>Draws weights from libtorch's default generator on the CPU (seed it first: <c>torch.manual_seed</c>), in the order input
    /// U(-scale, scale), recurrent U(-1, 1), which of them are 0; and scales the recurrent ones to the spectral radius. With Dale's law the
    /// weights from a unit all have one sign: of five units one is inhibitory, and counts four times, so that both kinds are
    /// balanced.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="LibtorchException">libtorch cannot be loaded.</exception>
    public static ReservoirWeights Draw(ReservoirOptions options, Device device, bool signed)
    {
        options.Validate();
        Libtorch.Load();
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var input = empty(options.Vocabulary, options.Units).uniform_(-options.InputScale, options.InputScale);
        var recurrent = empty(options.Units, options.Units).uniform_(-1, 1);
        recurrent = recurrent * Kept(options.Units, options.Sparsity);
        if (signed) recurrent = recurrent.abs() * Signs(options.Units).view(-1, 1);
        recurrent = Scaled(recurrent.to(float64), options.SpectralRadius).to(float32);
        return new ReservoirWeights(
            input.to(device).MoveToOuterDisposeScope(), recurrent.to(device).MoveToOuterDisposeScope());
    }

    /// <summary>Largest absolute eigenvalue of a square matrix, double, (N, N), by Gelfand's formula; 0 of one without cycles.</summary>
    public static double SpectralRadius(Tensor matrix)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var (power, log) = (matrix.alias(), 0.0);
        for (var k = 0; k <= Squarings; k++)
        {
            // Each power is freed as soon as there is the next: together they would be 42 matrices.
            using var last = power;
            var norm = power.norm().item<double>();
            if (norm == 0) return 0;
            // power * exp(log) is the matrix to the power 2^k.
            log += Math.Log(norm);
            if (k == Squarings) break;
            using var unit = Times(power, 1 / norm);
            (power, log) = (unit.mm(unit), 2 * log);
        }

        return Math.Exp(log / Math.Pow(2, Squarings));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Input.Dispose();
        Recurrent.Dispose();
    }

    private static Tensor Scaled(Tensor matrix, double radius)
    {
        var found = SpectralRadius(matrix);
        return found > 0 ? Times(matrix, radius / found) : matrix;
    }

    private static Tensor Kept(int units, double sparsity)
    {
        using TorchSharp.Scalar least = sparsity;
        return rand(units, units).ge(least).to(float32);
    }

    private static Tensor Times(Tensor matrix, double factor)
    {
        using TorchSharp.Scalar lasting = factor;
        return matrix * lasting;
    }

    private static Tensor Signs(int units) =>
        tensor([.. Enumerable.Range(0, units).Select(i => i % Inhibitory == Inhibitory - 1 ? 1f - Inhibitory : 1f)]);
}
