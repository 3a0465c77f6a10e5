namespace Sweep.Search.GaussianProcesses;

/// <summary>Hyperparameters of a Gaussian process over standardised values.</summary>
/// <param name="Lengths">Inverse squared length of each parameter in the joint kernel, above 0.</param>
/// <param name="Scale">Variance of the joint kernel.</param>
/// <param name="Noise">Variance of one observation's noise.</param>
internal sealed record KernelSettings(double[] Lengths, double Scale, double Noise)
{
    /// <summary>Variance of the sum of one-dimensional kernels; 0 = there is none.</summary>
    public double SumScale { get; init; }

    /// <summary>Inverse squared length of each parameter in its one-dimensional kernel.</summary>
    public double[] SumLengths { get; init; } = [];
}
