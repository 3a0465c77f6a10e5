namespace Sweep.Search.GaussianProcesses;

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

    /// <summary>Slope of the log density by the logarithm of a length.</summary>
    public static double LengthSlope(double q) => 0.1 / q - 0.1 * q;

    /// <summary>Slope by the logarithm of the scale.</summary>
    public static double ScaleSlope(double scale) => 1 - scale;

    /// <summary>Slope by the logarithm of the noise.</summary>
    public static double NoiseSlope(double noise) => 0.1 - 30 * noise;

    /// <summary>Slope by the logarithm of the scale of the sum.</summary>
    public static double SumScaleSlope(double scale) => -scale;
}
