using Sweep.Search.Encodings;
using Sweep.Search.Randomness;

namespace Sweep.Search.Samplers.Tpe;

/// <summary>A mixture of one product kernel for each observation and a prior, over all parameters of a space at once. Immutable.</summary>
/// <remarks>
/// Along each parameter the kernels are those of Optuna 5's multivariate TPE. Where Optuna models only the parameters that all trials
/// share, an observation here contributes the prior for those it lacks, so that one mixture covers every branch of the space.
/// </remarks>
internal sealed class ParzenMixture
{
    private readonly EncodedSpace space;
    private readonly AxisKernels[] axes;
    private readonly double[] logWeights;

    /// <summary>A mixture of observations with weights that are not negative; the prior's is 1. A kernel may always be as narrow as
    /// <paramref name="narrow"/>, a share of the range; 1 = what Optuna's rule gives.</summary>
    public ParzenMixture(EncodedSpace space, IReadOnlyList<double[]> points, IReadOnlyList<double> weights, double narrow = 1)
    {
        this.space = space;
        axes = [.. Enumerable.Range(0, space.Axes.Count)
            .Select(i => AxisKernels.Over(space.Axes[i], [.. points.Select(point => point[i])], narrow))];
        var sum = weights.Sum() + 1;
        Weights = [.. weights.Select(weight => weight / sum), 1 / sum];
        logWeights = [.. Weights.Select(weight => Math.Log(weight))];
    }

    /// <summary>Kernels, the prior included.</summary>
    public int Count => Weights.Length;

    /// <summary>Share of each kernel, the prior's last.</summary>
    public double[] Weights { get; }

    public AxisKernels this[int axis] => axes[axis];

    /// <summary>Logarithm of the density (continuous parameters) and mass (all others) at a point.</summary>
    public double LogDensity(ReadOnlySpan<double> point)
    {
        var logs = logWeights.ToArray();
        for (var i = 0; i < axes.Length; i++)
        {
            if (!double.IsNaN(point[i])) axes[i].AddLogs(point[i], logs);
        }

        return LogSum(logs);
    }

    /// <summary>A point drawn from a kernel, the last of which is the prior: parents first, so that exactly the parameters are drawn which
    /// exist there. Pinned numbers that are not NaN are given; empty = none is.</summary>
    public double[] Draw(int kernel, SeededRandom random, ReadOnlySpan<double> pinned = default)
    {
        var point = new double[axes.Length];
        Array.Fill(point, double.NaN);
        foreach (var i in space.ParentsFirst)
        {
            if (!space.Exists(i, point)) continue;
            point[i] = pinned.Length > 0 && !double.IsNaN(pinned[i]) ? pinned[i] : axes[i].Draw(kernel, random);
        }

        return point;
    }

    /// <summary>Number of a kernel, drawn by weight.</summary>
    public int Kernel(SeededRandom random) => AxisKernels.Pick(Weights, random.NextDouble());

    private static double LogSum(ReadOnlySpan<double> logs)
    {
        var most = double.NegativeInfinity;
        foreach (var log in logs) most = Math.Max(most, log);
        if (double.IsNegativeInfinity(most)) return most;
        var sum = 0.0;
        foreach (var log in logs) sum += Math.Exp(log - most);
        return most + Math.Log(sum);
    }
}
