using Sweep.Search.Proposals;
using Sweep.Search.Randomness;

namespace Sweep.Search.Samplers.Nsga;

/// <summary>Makes a point of two others.</summary>
/// <remarks>
/// Numbers, as shares of draws from 0 to 1 (<see cref="Encodings.Axis"/>), by simulated binary crossover within bounds and polynomial
/// mutation (Deb and Agrawal, "Simulated binary crossover for continuous search space", 1995; Deb and Goyal, 1996; the bounded form of
/// both is that of Deb's program): a number that a mutation would leave on its value takes the next value. A category comes from either
/// parent, and a mutation takes any other one. A parameter that exists in one parent alone comes from it, one that exists in neither is
/// drawn as it is distributed.
/// </remarks>
internal sealed class Breeding(SpacePoints points)
{
    private const double CrossoverShare = 0.9;
    private const double CrossoverIndex = 15;
    private const double MutationIndex = 20;

    /// <summary>A child of two points, or of one; it may break constraints or have been there before.</summary>
    public double[] Child(double[] a, double[] b, SeededRandom random)
    {
        var isCrossed = random.NextDouble() < CrossoverShare;
        var child = new double[a.Length];
        for (var axis = 0; axis < child.Length; axis++) child[axis] = isCrossed ? Crossed(axis, a[axis], b[axis], random) : a[axis];
        points.Repair(child, points.Numbers(random));
        Mutate(child, random);
        // A category that changed may bring other parameters along.
        points.Repair(child, points.Numbers(random));
        return child;
    }

    private double Crossed(int axis, double a, double b, SeededRandom random)
    {
        // As many draws whatever the values are.
        var (takes, share, side) = (random.NextDouble() < 0.5, random.NextDouble(), random.NextDouble() < 0.5);
        if (double.IsNaN(a) || double.IsNaN(b)) return double.IsNaN(a) ? b : a;
        if (points.Space.Axes[axis].IsCategorical) return takes ? a : b;
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        if (!takes || high - low < 1e-14) return a;
        var (room, sign) = side ? (low, -1) : (1 - high, 1);
        var alpha = 2 - Math.Pow(1 + (2 * room / (high - low)), -(CrossoverIndex + 1));
        var spread = share <= 1 / alpha ? Math.Pow(share * alpha, 1 / (CrossoverIndex + 1))
            : Math.Pow(1 / (2 - (share * alpha)), 1 / (CrossoverIndex + 1));
        return Math.Clamp((low + high + (sign * spread * (high - low))) / 2, 0, 1);
    }

    /// <summary>Each parameter that exists and varies changes with a probability of one by their number.</summary>
    private void Mutate(double[] child, SeededRandom random)
    {
        var axes = Enumerable.Range(0, child.Length).Where(axis => !double.IsNaN(child[axis]) && !points.Space.Axes[axis].IsConstant)
            .ToList();
        foreach (var axis in axes)
        {
            var (chosen, share) = (random.NextDouble() < 1.0 / axes.Count, random.NextDouble());
            if (!chosen) continue;
            child[axis] = points.Space.Axes[axis].IsCategorical ? Other(axis, child[axis], share) : Moved(axis, child[axis], share);
        }
    }

    private double Other(int axis, double category, double share)
    {
        List<double> others = [.. points.FewOf(axis).Where(other =>
            other != category && points.Space.Axes[axis].Probability((int)other) > 0)];
        return others.Count == 0 ? category : others[(int)(share * others.Count)];
    }

    private double Moved(int axis, double number, double share)
    {
        var near = share < 0.5 ? number : 1 - number;
        var (power, down) = (Math.Pow(1 - near, MutationIndex + 1), 2 * Math.Min(share, 1 - share));
        var step = 1 - Math.Pow(down + ((1 - down) * power), 1 / (MutationIndex + 1));
        if (share < 0.5) step = -step;
        var moved = points.Snap(axis, Math.Clamp(number + step, 0, 1));
        if (points.IsContinuous(axis) || moved != number) return moved;
        var (below, above) = points.Beside(axis, number);
        return share < 0.5 ? below : above;
    }
}
