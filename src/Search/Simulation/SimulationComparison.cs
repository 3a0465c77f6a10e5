namespace Sweep.Search.Simulation;

/// <summary>How several methods fare in simulated sweeps with several seeds each.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Regrets">Spread over seeds of the regret at each cost asked for; infinite before a first report.</param>
/// <param name="EpochsToLimit">Spread over seeds of the epochs until the true loss of what looked best was within the limit; infinite
/// where it never was.</param>
/// <param name="Trials">Mean number of trials.</param>
/// <param name="Epochs">Mean number of epochs, all trials together.</param>
public sealed record ComparedMethod(
    string Method, IReadOnlyList<Spread> Regrets, Spread EpochsToLimit, double Trials, double Epochs)
{
    /// <summary>Looks at the sweeps of one method.</summary>
    /// <param name="method">Name of the method.</param>
    /// <param name="sweeps">One for each seed, at least one.</param>
    /// <param name="optimum">The lowest true loss.</param>
    /// <param name="costs">Epochs, all trials together, at which regrets are compared.</param>
    /// <param name="limit">True loss to come down to.</param>
    public static ComparedMethod Of(
        string method, IReadOnlyList<SimulatedSweep> sweeps, double optimum, IEnumerable<int> costs, double limit) =>
        new(
            method,
            [.. costs.Select(cost => Spread.Of(sweeps.Select(sweep => sweep.RegretAt(cost, optimum))))],
            Spread.Of(sweeps.Select(sweep => sweep.EpochsTo(limit) ?? double.PositiveInfinity)),
            sweeps.Average(sweep => sweep.Trials.Count),
            sweeps.Average(sweep => sweep.Epochs));
}

/// <summary>Median and quartiles of a number over seeds.</summary>
public readonly record struct Spread(double Q1, double Median, double Q3)
{
    /// <summary>Quantiles with linear interpolation between the two nearest values (Hyndman and Fan, "Sample quantiles in statistical
    /// packages", 1996, type 7).</summary>
    /// <param name="values">At least one; they may be infinite, but not NaN.</param>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return new Spread(At(0.25), At(0.5), At(0.75));

        double At(double share)
        {
            var place = share * (sorted.Length - 1);
            var (low, high) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
            // Between infinite values there is nothing to interpolate.
            return low == high ? low : low + (place - Math.Floor(place)) * (high - low);
        }
    }
}
