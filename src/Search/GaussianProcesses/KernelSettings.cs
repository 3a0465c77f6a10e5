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

/// <summary>What is held likely of hyperparameters before anything was seen: those of Optuna 5, for values of variance 1 and parameters
/// between 0 and 1.</summary>
internal static class Priors
{
    /// <summary>Log density, without constants: -0.1 / q - 0.1 q for an inverse squared length q, Gamma(2, 1) for the scale,
    /// Gamma(1.1, 30) for the noise; an exponential with rate 1 for the scale of the sum.</summary>
    public static double Log(KernelSettings settings)
    {
        var sum = Math.Log(settings.Scale) - settings.Scale + 0.1 * Math.Log(settings.Noise) - 30 * settings.Noise;
        foreach (var q in settings.Lengths) sum -= 0.1 / q + 0.1 * q;
        foreach (var q in settings.SumLengths) sum -= 0.1 / q + 0.1 * q;
        return sum - settings.SumScale;
    }

    /// <summary>Slope of the log density by the logarithm of a length; those of the others follow.</summary>
    public static double LengthSlope(double q) => 0.1 / q - 0.1 * q;

    public static double ScaleSlope(double scale) => 1 - scale;

    public static double NoiseSlope(double noise) => 0.1 - 30 * noise;

    public static double SumScaleSlope(double scale) => -scale;
}
