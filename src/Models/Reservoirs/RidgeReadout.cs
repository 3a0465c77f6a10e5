using Sweep.Models.Shapes;
using TorchSharp;
using static TorchSharp.torch;

namespace Sweep.Models.Reservoirs;

/// <summary>Linear regression with a penalty on the weights, in closed form and in double precision: the sums of the normal equations are
/// gathered piece by piece, then solved by Cholesky's factorisation. Owns its tensors.</summary>
/// <remarks>With rows x = (features, 1): <c>W = (sum of x x' + n ridge I)^-1 (sum of x y')</c>, n rows in all; the constant is not
/// penalised, so that the outputs of one-hot targets sum to 1.</remarks>
/// <param name="units">N, at least 1.</param>
/// <param name="outputs">V, at least 1.</param>
/// <param name="device">Where the rows are.</param>
public sealed class RidgeReadout(int units, int outputs, Device device) : IDisposable
{
    /// <summary>double, (N+1, N+1): sum of x x'.</summary>
    public Tensor Products { get; } = zeros(units + 1, units + 1, float64, device).DetachFromDisposeScope();

    /// <summary>double, (V, N+1): sum of y x'.</summary>
    public Tensor Targets { get; } = zeros(outputs, units + 1, float64, device).DetachFromDisposeScope();

    /// <summary>double, (N+1, V): the solution, zeros before; the last row is the constant.</summary>
    public Tensor Weights { get; } = zeros(units + 1, outputs, float64, device).DetachFromDisposeScope();

    /// <summary>Adds rows with a class each as target.</summary>
    /// <param name="features">(rows, N).</param>
    /// <param name="classes">int64, (rows), values in [0, V).</param>
    public void Add(Tensor features, Tensor classes)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var x = WithConstant(features);                                                         // (rows, N+1)
        Products.addmm_(x.t(), x, 1, 1);
        // Adding up by index is not repeatable on a GPU.
        if (x.device_type == DeviceType.CUDA) Targets.addmm_(OneHot(classes).t(), x, 1, 1);
        else Targets.index_add_(0, classes, x, Constants.One);
    }

    /// <summary>Solves for the weights.</summary>
    /// <param name="ridge">Penalty per row, above 0.</param>
    /// <exception cref="ArithmeticException">The sums are not finite, or the matrix is not positive definite at this precision: a larger
    /// ridge is needed.</exception>
    public void Solve(double ridge)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var size = Products.shape[0];
        var rows = Products[size - 1, size - 1].item<double>();                                 // sum of 1 * 1
        double[] penalty = [.. Enumerable.Repeat(rows * ridge, (int)size - 1), 0];
        var penalised = Products.add(diag(tensor(penalty).to(Products.device)), Constants.One);
        var (factor, info) = linalg.cholesky_ex(penalised);
        if (info.item<int>() != 0) throw Unsolvable();
        var solution = cholesky_solve(Targets.t(), factor);
        if (!solution.isfinite().all().item<bool>()) throw Unsolvable();
        Weights.copy_(solution);
    }

    /// <summary>The outputs.</summary>
    /// <param name="features">(rows, N).</param>
    /// <returns>double, (rows, V); the caller disposes it.</returns>
    public Tensor Outputs(Tensor features)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        return WithConstant(features).mm(Weights).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Products.Dispose();
        Targets.Dispose();
        Weights.Dispose();
    }

    private static ArithmeticException Unsolvable() =>
        new("the read-out cannot be solved: the states are not finite, or depend on each other too much for this ridge; raise it");

    private static Tensor WithConstant(Tensor features) =>
        cat([features.to(float64), ones(features.shape[0], 1, float64, features.device)], 1);

    private Tensor OneHot(Tensor classes)
    {
        var place = classes.view(-1, 1);
        return zeros(classes.shape[0], Targets.shape[0], float64, classes.device).scatter_(1, place, ones_like(place, float64));
    }
}
