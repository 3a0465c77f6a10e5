namespace Sweep.Search.Simulation;

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
