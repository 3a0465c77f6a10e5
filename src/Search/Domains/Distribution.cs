using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Sweep.Search.Domains;

/// <summary>A continuous probability distribution, as the W&amp;B sweep file names them.</summary>
public abstract record Distribution
{
    /// <summary>Lower end of the support; -∞ when it has none.</summary>
    public virtual double Low => double.NegativeInfinity;

    /// <summary>Upper end of the support; ∞ when it has none.</summary>
    public virtual double High => double.PositiveInfinity;

    /// <summary>The value below which the share <paramref name="u"/> (above 0 and below 1) of all draws lies.</summary>
    public abstract double Quantile(double u);

    /// <summary>Probability of a draw at or below <paramref name="x"/>.</summary>
    public abstract double Cdf(double x);

    /// <summary><c>uniform</c>: every value between the bounds equally likely.</summary>
    public sealed record Uniform(double Min, double Max) : Distribution
    {
        /// <inheritdoc />
        public override double Low => Min;

        /// <inheritdoc />
        public override double High => Max;

        /// <inheritdoc />
        public override double Quantile(double u) => Math.Clamp(Min * (1 - u) + Max * u, Min, Max);

        /// <inheritdoc />
        public override double Cdf(double x) => x <= Min ? 0 : x >= Max ? 1 : (x - Min) / (Max - Min);
    }

    /// <summary><c>log_uniform_values</c>: the logarithm is uniform between those of the bounds.</summary>
    /// <remarks>
    /// The other three of the family are this one too: <c>log_uniform</c> gives natural-log exponents as bounds; for <c>inv_log_uniform</c>
    /// it is log(1/x) that is uniform between min and max, so log x is uniform between -max and -min; for <c>inv_log_uniform_values</c>
    /// log(1/x) is uniform between log(1/max) and log(1/min), which is the same as log x between log min and log max.
    /// </remarks>
    public sealed record LogUniform(double Min, double Max) : Distribution
    {
        /// <inheritdoc />
        public override double Low => Min;

        /// <inheritdoc />
        public override double High => Max;

        /// <inheritdoc />
        public override double Quantile(double u) => Math.Clamp(Math.Exp(Math.Log(Min) * (1 - u) + Math.Log(Max) * u), Min, Max);

        /// <inheritdoc />
        public override double Cdf(double x) => x <= Min ? 0 : x >= Max ? 1 : Math.Log(x / Min) / Math.Log(Max / Min);
    }

    /// <summary><c>normal</c>: the Gaussian distribution with mean <paramref name="Mu"/> and standard
    /// deviation <paramref name="Sigma"/>.</summary>
    public sealed record Gaussian(double Mu, double Sigma) : Distribution
    {
        /// <inheritdoc />
        public override double Quantile(double u) => Normal.InvCDF(Mu, Sigma, u);

        /// <inheritdoc />
        public override double Cdf(double x) => Normal.CDF(Mu, Sigma, x);
    }

    /// <summary><c>log_normal</c>: the natural logarithm is Gaussian with <paramref name="Mu"/> and <paramref name="Sigma"/>.</summary>
    public sealed record LogGaussian(double Mu, double Sigma) : Distribution
    {
        /// <inheritdoc />
        public override double Low => 0;

        /// <inheritdoc />
        public override double Quantile(double u) => Math.Exp(Normal.InvCDF(Mu, Sigma, u));

        /// <inheritdoc />
        public override double Cdf(double x) => x <= 0 ? 0 : Normal.CDF(Mu, Sigma, Math.Log(x));
    }

    /// <summary><c>beta</c>: the beta distribution on [0, 1] with shapes <paramref name="A"/> and <paramref name="B"/>,
    /// both above 0.</summary>
    public sealed record BetaShape(double A, double B) : Distribution
    {
        /// <inheritdoc />
        public override double Low => 0;

        /// <inheritdoc />
        public override double High => 1;

        /// <inheritdoc />
        public override double Quantile(double u) => Beta.InvCDF(A, B, u);

        /// <inheritdoc />
        public override double Cdf(double x) => x <= 0 ? 0 : x >= 1 ? 1 : SpecialFunctions.BetaRegularized(A, B, x);
    }
}
