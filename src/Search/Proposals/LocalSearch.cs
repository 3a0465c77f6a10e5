using Sweep.Search.GaussianProcesses;

namespace Sweep.Search.Proposals;

/// <summary>Climbs from a point: real numbers along the gradient, the others value by value, until nothing moves.</summary>
/// <param name="points">Makes points of the space.</param>
/// <param name="worth">What is made as large as possible, with its gradient; -infinity for points that must not be chosen.</param>
/// <param name="fill">Numbers for parameters that begin to exist on the way.</param>
internal sealed class LocalSearch(SpacePoints points, IWorth worth, double[] fill)
{
    private const int MostRounds = 5;
    private const int MostSteps = 30;
    private const double LeastGain = 1e-3;
    private static readonly double[] Jumps = [0.01, 0.03, 0.1, 0.3];

    /// <summary>Moves a point of some worth to the best one near it, and gives the worth of that.</summary>
    public double Climb(double[] point, double value)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var before = value;
            value = Slide(point, value, isFirst: round == 0);
            value = Step(point, value);
            if (!(value > before + LeastGain)) break;
        }

        return value;
    }

    // Whole numbers and steps of many values slide along at first, and are then snapped.
    private double Slide(double[] point, double value, bool isFirst)
    {
        int[] free = [.. Enumerable.Range(0, point.Length).Where(axis => !double.IsNaN(point[axis]) &&
            (points.IsContinuous(axis) || (isFirst && points.FewOf(axis).Count == 0)))];
        if (free.Length == 0) return value;
        double[] x = [.. free.Select(axis => point[axis])], low = new double[free.Length], high = [.. free.Select(_ => 1.0)];
        double[] trial = [.. point], slopes = new double[point.Length];
        new BoundedMinimizer(MostSteps, 1e-3).Minimize(x, low, high, 0.05, (at, gradient) =>
        {
            for (var i = 0; i < free.Length; i++) trial[free[i]] = at[i];
            var worthThere = worth.Of(trial, slopes);
            for (var i = 0; i < free.Length; i++) gradient[i] = -slopes[free[i]];
            return -worthThere;
        });
        // Back towards the start while constraints refuse the end.
        for (var share = 1.0; share > 0.01; share /= 2)
        {
            for (var i = 0; i < free.Length; i++) trial[free[i]] = point[free[i]] + share * (x[i] - point[free[i]]);
            points.Repair(trial, fill);
            if (!points.Space.Admits(trial)) continue;
            var found = worth.Of(trial);
            if (found > value)
            {
                trial.CopyTo(point, 0);
                return found;
            }

            if (share == 1 && points.Space.Space.Constraints.Count == 0) break;
        }

        return value;
    }

    private double Step(double[] point, double value)
    {
        var trial = new double[point.Length];
        for (var axis = 0; axis < point.Length; axis++)
        {
            if (double.IsNaN(point[axis]) || points.IsContinuous(axis)) continue;
            foreach (var number in Others(axis, point[axis]))
            {
                if (double.IsNaN(point[axis])) break;
                point.CopyTo(trial, 0);
                trial[axis] = number;
                points.Repair(trial, fill);
                if (!points.Space.Admits(trial)) continue;
                var found = worth.Of(trial);
                if (found <= value) continue;
                value = found;
                trial.CopyTo(point, 0);
            }
        }

        return value;
    }

    private IEnumerable<double> Others(int axis, double number)
    {
        if (points.FewOf(axis).Count > 0) return points.FewOf(axis).Where(other => other != number);
        var (below, above) = points.Beside(axis, number);
        return Jumps.SelectMany(jump => new[] { number - jump, number + jump }).Select(to => points.Snap(axis, to))
            .Append(below).Append(above).Where(other => other != number).Distinct();
    }
}
