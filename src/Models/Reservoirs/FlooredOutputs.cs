using static TorchSharp.torch;

namespace Sweep.Models.Reservoirs;

/// <summary>Makes a distribution of the outputs of a linear read-out that was trained on one-hot targets.</summary>
/// <remarks>Such outputs y estimate the probabilities themselves (the regression of an indicator is its conditional expectation) but may be
/// negative: <c>p_v = max(y_v, e) / sum over u of max(y_u, e)</c> with a floor e above 0, one of <see cref="Floors"/>.</remarks>
public static class FlooredOutputs
{
    /// <summary>10^(-k/4) for k = 4 to 24: from 0.1 to 10^-6.</summary>
    public static IReadOnlyList<double> Floors { get; } = [.. Enumerable.Range(4, 21).Select(k => Math.Pow(10, -k / 4.0))];

    /// <summary>Logarithms of the probabilities, by a floor above 0: double, (rows, V) to double, (rows, V); the caller disposes
    /// it.</summary>
    public static Tensor LogProbabilities(Tensor outputs, double floor)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using TorchSharp.Scalar least = floor;
        var raised = outputs.clamp_min(least);
        return (raised.log() - raised.sum(1, keepdim: true).log()).MoveToOuterDisposeScope();
    }

    /// <summary>Sum of the losses of rows.</summary>
    /// <param name="outputs">double, (rows, V).</param>
    /// <param name="classes">int64, (rows): the true classes.</param>
    /// <param name="floor">e, above 0.</param>
    /// <returns>double, (): nats; the caller disposes it.</returns>
    public static Tensor SumNats(Tensor outputs, Tensor classes, double floor)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using TorchSharp.Scalar least = floor;
        var all = outputs.clamp_min(least).sum(1).log().sum();
        var own = outputs.gather(1, classes.view(-1, 1)).clamp_min(least).log().sum();
        return (all - own).MoveToOuterDisposeScope();
    }
}
