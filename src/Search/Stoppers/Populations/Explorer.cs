using Sweep.Contracts;
using Sweep.Search.Encodings;
using Sweep.Search.Randomness;

namespace Sweep.Search.Stoppers.Populations;

/// <summary>Makes a new configuration near another one: numbers times 0.8 or 1.2, now and then a fresh draw.</summary>
/// <remarks>
/// Jaderberg et al., "Population based training" (arXiv 1711.09846), section 3: "perturb" and "resample". A number that would leave its
/// range stays at the end of it, and one that would stay the same because it is rounded moves by one step. A category stays unless it is
/// drawn anew. A parameter that comes into being because of a <c>when</c> is drawn from the space. What comes out lies in the space, and
/// meets the constraints.
/// </remarks>
internal sealed class Explorer(EncodedSpace space, PbtRules rules)
{
    private const int Attempts = 100;

    /// <summary>Gets across the border of a cell.</summary>
    private const double Tiny = 1e-9;

    private readonly bool[] isExplored = [.. space.Axes.Select(axis =>
        !axis.IsConstant && rules.Explored?.Contains(axis.Name) != false)];

    /// <summary>A configuration near another one; that one itself where nothing near is allowed, or it lies outside of the space.</summary>
    public TrialConfig Near(TrialConfig config, SeededRandom random)
    {
        if (space.Encode(config) is not { } from) return config;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var point = Move(from, random);
            if (space.Admits(point) && space.Decode(point) is var found && !found.Equals(config)) return found;
        }

        return config;
    }

    private double[] Move(double[] from, SeededRandom random)
    {
        var point = new double[from.Length];
        foreach (var i in space.ParentsFirst)
        {
            // Each parameter takes two draws, whatever becomes of it, so that one does not shift the others.
            var (choice, place) = (random.NextDouble(), random.NextDouble());
            if (!space.Exists(i, point)) point[i] = double.NaN;
            else if (double.IsNaN(from[i])) point[i] = space.Axes[i].Draw(place);
            else if (!isExplored[i]) point[i] = from[i];
            else if (choice < rules.Resample) point[i] = space.Axes[i].Draw(place);
            else point[i] = space.Axes[i].IsCategorical ? from[i] : Scale(i, from[i], isUp: place >= 0.5);
        }

        return point;
    }

    private double Scale(int i, double unit, bool isUp)
    {
        var value = NumberAt(i, unit);
        var target = value * (isUp ? 1.2 : 0.8);
        var found = Nearest(i, target);
        if (NumberAt(i, found) != value || space.Axes[i].PlaceOf(space.Value(i, unit)) is not { } cell) return found;
        return Math.Clamp(target > value || (target == value && isUp) ? cell.High + Tiny : cell.Low - Tiny, 0, 1);
    }

    /// <summary>The place whose value comes nearest to a number: values grow along an axis.</summary>
    private double Nearest(int i, double target)
    {
        var (low, high) = (0.0, 1.0);
        for (var step = 0; step < 60 && low < high; step++)
        {
            var middle = (low + high) / 2;
            if (NumberAt(i, middle) < target) low = middle;
            else high = middle;
        }

        return Math.Abs(NumberAt(i, low) - target) < Math.Abs(NumberAt(i, high) - target) ? low : high;
    }

    private double NumberAt(int i, double unit) => Axis.Number(space.Value(i, unit)!);
}
