namespace Sweep.Search.Racing;

/// <summary>What to run next.</summary>
/// <param name="Configuration">Number of the configuration.</param>
/// <param name="Seed">Number of the seed, from 0.</param>
/// <param name="Cause">Why this one.</param>
/// <param name="Comparison">The comparison behind it; null = there was none yet.</param>
public sealed record RaceStep(int Configuration, int Seed, RaceCause Cause, SeedComparison? Comparison = null);

/// <summary>Why a configuration runs another seed.</summary>
public enum RaceCause
{
    /// <summary>It races with the incumbent.</summary>
    Races,

    /// <summary>It is the incumbent, and a challenger's race is over.</summary>
    IsBest,

    /// <summary>It is one of the few best, whose order is uncertain.</summary>
    IsFinalist,
}

/// <summary>How a configuration stood against the incumbent on the same seeds.</summary>
/// <param name="Configuration">Its number.</param>
/// <param name="Incumbent">Number of the incumbent then.</param>
/// <param name="Pairs">Seeds that both had.</param>
/// <param name="Difference">Mean of its losses less those of the incumbent; infinite where one has failed.</param>
/// <param name="PValue">Chance of such a difference or a larger one if both were equal; NaN = too little is known of the noise.</param>
public sealed record SeedComparison(int Configuration, int Incumbent, int Pairs, double Difference, double PValue)
{
    internal static SeedComparison Of(int configuration, int incumbent, IReadOnlyList<double> differences, PooledNoise noise) => new(
        configuration, incumbent, differences.Count, differences.Count == 0 ? double.NaN : differences.Average(),
        PairedTest.PValue(differences, noise));
}
