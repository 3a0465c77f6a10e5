using MathNet.Numerics.LinearAlgebra;
using Sweep.Search.Randomness;

namespace Sweep.Search.Samplers.Cmaes;

/// <summary>The state of the covariance matrix adaptation evolution strategy with active updates, between two generations.</summary>
/// <remarks>Hansen, "The CMA evolution strategy: a tutorial" (arXiv 1604.00772), with the constants of the library <c>cmaes</c> 0.13 that
/// Optuna uses.</remarks>
internal sealed class CmaState
{
    private const double Tiny = 1e-8;

    private readonly CmaConstants constants;
    private Matrix<double> axes;
    private Vector<double> lengths;

    /// <summary>A strategy that begins somewhere, with a step size above 0 and at least 4 points in a generation.</summary>
    public CmaState(double[] mean, double sigma, int population)
    {
        constants = new CmaConstants(mean.Length, population);
        Mean = Vector<double>.Build.DenseOfArray(mean);
        Sigma = sigma;
        Covariance = Matrix<double>.Build.DenseIdentity(mean.Length);
        StepPath = Vector<double>.Build.Dense(mean.Length);
        CovariancePath = Vector<double>.Build.Dense(mean.Length);
        Margins = Vector<double>.Build.Dense(mean.Length, 1);
        (axes, lengths) = (Covariance, Vector<double>.Build.Dense(mean.Length, 1));
    }

    public int Dimension => Mean.Count;

    /// <summary>Points of a generation.</summary>
    public int Population => constants.Population;

    /// <summary>Generations told so far.</summary>
    public int Generation { get; private set; }

    /// <summary>Centre of the distribution.</summary>
    public Vector<double> Mean { get; private set; }

    public double Sigma { get; private set; }

    /// <summary>Shape of the distribution, without the step size.</summary>
    public Matrix<double> Covariance { get; private set; }

    public Vector<double> StepPath { get; private set; }
    public Vector<double> CovariancePath { get; private set; }

    /// <summary>By how much each dimension is stretched so that the next cell of a discrete parameter can be reached.</summary>
    public Vector<double> Margins { get; }

    public double Deviation(int dimension) => Sigma * Margins[dimension] * Math.Sqrt(Covariance[dimension, dimension]);

    /// <summary>Longest and shortest axis of the distribution, in units of the parameters.</summary>
    public (double Longest, double Shortest) Extent => (Sigma * lengths.Maximum(), Sigma * lengths.Minimum());

    public double[] Draw(SeededRandom random)
    {
        var z = Vector<double>.Build.Dense(Dimension, _ => random.NextGaussian());
        return [.. Mean + Sigma * Margins.PointwiseMultiply(axes * lengths.PointwiseMultiply(z))];
    }

    /// <summary>Moves the centre of a dimension, and stretches it.</summary>
    public void Correct(int dimension, double mean, double margin) => (Mean[dimension], Margins[dimension]) = (mean, margin);

    /// <summary>Takes a generation in: <see cref="Population"/> points, the best first.</summary>
    public void Tell(IReadOnlyList<double[]> ranked)
    {
        var c = constants;
        Generation++;
        var steps = ranked.Select(point =>
            (Vector<double>.Build.DenseOfArray(point) - Mean).PointwiseDivide(Sigma * Margins)).ToArray();
        var mean = Vector<double>.Build.Dense(Dimension);
        for (var i = 0; i < c.Parents; i++) mean += c.Weights[i] * steps[i];
        Mean += Sigma * Margins.PointwiseMultiply(mean);
        var whitened = Whiten(mean);
        StepPath = (1 - c.StepRate) * StepPath + Math.Sqrt(c.StepRate * (2 - c.StepRate) * c.Effective) * whitened;
        var length = StepPath.L2Norm();
        var isLong = length / Math.Sqrt(1 - Math.Pow(1 - c.StepRate, 2 * (Generation + 1))) >= (1.4 + 2.0 / (Dimension + 1)) * c.Expected;
        var stalled = isLong ? 0.0 : 1.0;
        CovariancePath = (1 - c.PathRate) * CovariancePath + stalled * Math.Sqrt(c.PathRate * (2 - c.PathRate) * c.Effective) * mean;
        Adapt(steps, (1 - stalled) * c.PathRate * (2 - c.PathRate));
        Sigma = Math.Min(Sigma * Math.Exp(c.StepRate / c.Damping * (length / c.Expected - 1)), 1e32);
        Decompose();
    }

    private void Adapt(Vector<double>[] steps, double lost)
    {
        var c = constants;
        var kept = 1 + c.RankOne * lost - c.RankOne - c.RankMany * c.Weights.Sum();
        var next = kept * Covariance + c.RankOne * CovariancePath.OuterProduct(CovariancePath);
        for (var i = 0; i < steps.Length; i++)
        {
            var norm = Whiten(steps[i]).L2Norm();
            var weight = c.Weights[i] >= 0 ? c.Weights[i] : c.Weights[i] * Dimension / (norm * norm + Tiny);
            next += c.RankMany * weight * steps[i].OuterProduct(steps[i]);
        }

        Covariance = (next + next.Transpose()) / 2;
    }

    private Vector<double> Whiten(Vector<double> step) => axes * axes.TransposeThisAndMultiply(step).PointwiseDivide(lengths);

    private void Decompose()
    {
        var parts = Covariance.Evd(Symmetricity.Symmetric);
        axes = parts.EigenVectors;
        lengths = parts.EigenValues.Map(value => Math.Sqrt(value.Real < 0 ? Tiny : value.Real));
        Covariance = axes * Matrix<double>.Build.DenseOfDiagonalVector(lengths.PointwiseMultiply(lengths)) * axes.Transpose();
        lengths = lengths.Map(length => Math.Max(length, 1e-12));
    }
}
