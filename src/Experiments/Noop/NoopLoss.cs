using Sweep.Contracts;
using Sweep.Experiments.Catalog;
using Sweep.Search.Randomness;

namespace Sweep.Experiments.Noop;

/// <summary>The loss of the <c>noop</c> experiment, which nothing has to be trained for.</summary>
/// <remarks>The definition of the experiment has the formula.</remarks>
internal sealed class NoopLoss
{
    private readonly double offset;
    private readonly double spread;

    /// <exception cref="TrialException">The configuration cannot be run.</exception>
    public NoopLoss(ConfigValues config)
    {
        var (x, y, decades) = (config.Real("x") - 0.3, config.Real("y") + 0.2, Math.Log10(config.Real("lr") / 0.1));
        offset = config.Real("value") + x * x + y * y + 0.1 * decades * decades;
        spread = config.Real("spread");
    }

    /// <summary>What all seeds have in common.</summary>
    /// <param name="epoch">From 1.</param>
    public double Mean(int epoch) => offset + Math.Exp(-epoch);

    /// <summary>The loss after an epoch.</summary>
    /// <param name="epoch">From 1.</param>
    /// <param name="seed">Seed of the trial.</param>
    public double At(int epoch, long seed) => Mean(epoch) + spread * new SeededRandom(seed).NextGaussian();
}
