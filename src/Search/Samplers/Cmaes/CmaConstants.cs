namespace Sweep.Search.Samplers.Cmaes;

/// <summary>Weights and learning rates of a strategy, as table 1 of Hansen's tutorial (arXiv 1604.00772) gives them.</summary>
internal sealed class CmaConstants
{
    public CmaConstants(int dimension, int population)
    {
        var n = (double)dimension;
        Population = population;
        Parents = population / 2;
        double[] raw = [.. Enumerable.Range(1, population).Select(rank => Math.Log((population + 1) / 2.0) - Math.Log(rank))];
        Effective = Squared(raw[..Parents]);
        RankOne = 2 / ((n + 1.3) * (n + 1.3) + Effective);
        RankMany = Math.Min(1 - RankOne - 1e-8, 2 * (Effective - 2 + 1 / Effective) / ((n + 2) * (n + 2) + Effective));
        var negative = Squared(raw[Parents..]);
        var least = Math.Min(1 + RankOne / RankMany,
            Math.Min(1 + 2 * negative / (Effective + 2), (1 - RankOne - RankMany) / (n * RankMany)));
        var (gains, losses) = (raw.Where(weight => weight > 0).Sum(), -raw.Where(weight => weight < 0).Sum());
        Weights = [.. raw.Select(weight => weight >= 0 ? weight / gains : least * weight / losses)];
        StepRate = (Effective + 2) / (n + Effective + 5);
        Damping = 1 + 2 * Math.Max(0, Math.Sqrt((Effective - 1) / (n + 1)) - 1) + StepRate;
        PathRate = (4 + Effective / n) / (n + 4 + 2 * Effective / n);
        Expected = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
    }

    /// <summary>Points of a generation (lambda), and those that pull the mean (mu).</summary>
    public int Population { get; }
    public int Parents { get; }

    /// <summary>Weight of each rank, the best first; the worse half has negative ones.</summary>
    public double[] Weights { get; }

    /// <summary>How many equal parents the weighted ones are worth (mu_eff).</summary>
    public double Effective { get; }

    /// <summary>Learning rates of the rank-one and rank-mu updates, and of both paths (c_1, c_mu, c_sigma, c_c).</summary>
    public double RankOne { get; }
    public double RankMany { get; }
    public double StepRate { get; }
    public double PathRate { get; }

    /// <summary>Damping of the step size (d_sigma).</summary>
    public double Damping { get; }

    /// <summary>Expected length of a standard normal vector (chi_n).</summary>
    public double Expected { get; }

    /// <summary>Points of a generation where nothing else is asked: 4 + 3 ln n.</summary>
    public static int DefaultPopulation(int dimension) => 4 + (int)(3 * Math.Log(dimension));

    private static double Squared(double[] weights) => weights.Sum() * weights.Sum() / weights.Sum(weight => weight * weight);
}
