using Sweep.Contracts;
using Sweep.Search.GaussianProcesses;
using Sweep.Search.Randomness;

namespace Sweep.Search.Proposals;

/// <summary>Looks for the point of a space that is worth most and was not tried yet.</summary>
/// <param name="points">Makes points of the space.</param>
/// <param name="worth">What is made as large as possible.</param>
/// <param name="isSeen">True for configurations that must not be chosen.</param>
/// <param name="starts">Candidates from which it climbs, at most, beside the best two results.</param>
internal sealed class ProposalSearch(SpacePoints points, IWorth worth, Func<TrialConfig, bool> isSeen, int starts)
{
    private const int Draws = 512;
    private const int BestPoints = 5;
    private const int NearEach = 24;
    private const int FewCombinations = 1024;
    private static readonly double[] Widths = [0.2, 0.05, 0.01];

    /// <summary>The best new configuration that was found from the points of the best results, best first; null when none was.</summary>
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values.</exception>
    public (TrialConfig Config, double[] Point, double Worth)? Find(IReadOnlyList<double[]> best, SeededRandom random)
    {
        var open = new OpenPoints(points, worth, isSeen);
        var candidates = (points.All(FewCombinations)?.Where(point => points.Space.Admits(point)) ?? Candidates(best, random))
            .Select(point => (Point: point, Worth: open.Of(point)))
            .Where(candidate => !double.IsNaN(candidate.Worth))
            .OrderByDescending(candidate => candidate.Worth).ToList();
        var climber = new LocalSearch(points, open, Fill(best));
        var ends = Starts(candidates).Concat(best.Take(2).Select(point => (Point: point, Worth: open.Of(point))))
            .Select(start =>
            {
                double[] end = [.. start.Point];
                return (Point: end, Worth: climber.Climb(end, start.Worth));
            })
            .OrderByDescending(end => end.Worth);
        foreach (var (point, value) in ends.Concat(candidates))
        {
            if (double.IsNegativeInfinity(value)) break;
            var config = points.Space.Decode(point);
            if (!isSeen(config)) return (config, point, value);
        }

        return null;
    }

    private IEnumerable<double[]> Candidates(IReadOnlyList<double[]> best, SeededRandom random)
    {
        for (var i = 0; i < Draws && points.Draw(random) is { } drawn; i++) yield return drawn;
        foreach (var centre in best.Take(BestPoints))
        {
            for (var i = 0; i < NearEach; i++)
            {
                var near = Near(centre, Widths[i % Widths.Length], best, random);
                if (points.Space.Admits(near)) yield return near;
            }
        }
    }

    // Some of the parameters moved; what begins to exist is drawn.
    private double[] Near(double[] centre, double width, IReadOnlyList<double[]> best, SeededRandom random)
    {
        double[] point = [.. centre];
        var share = Math.Max(1.0 / point.Length, random.NextDouble());
        for (var axis = 0; axis < point.Length; axis++)
        {
            if (double.IsNaN(point[axis]) || random.NextDouble() >= share) continue;
            if (points.FewOf(axis) is { Count: > 0 } few && (points.Space.Axes[axis].IsCategorical || random.NextInt(2) == 0))
                point[axis] = few[random.NextInt(few.Count)];
            else point[axis] += width * random.NextGaussian();
        }

        points.Repair(point, points.Draw(random) ?? best[0]);
        return point;
    }

    // The best of all, and the best of every set of parameters that exist together.
    private IEnumerable<(double[] Point, double Worth)> Starts(List<(double[] Point, double Worth)> candidates)
    {
        var overall = candidates.Take(starts / 2);
        var branches = candidates.GroupBy(candidate => string.Concat(candidate.Point.Select(number => double.IsNaN(number) ? '-' : 'x')))
            .Take(starts / 2).SelectMany(branch => branch.Take(2));
        return overall.Concat(branches).DistinctBy(candidate => candidate.Point);
    }

    // For each parameter the number it has in the best result that has it.
    private double[] Fill(IReadOnlyList<double[]> best) =>
        [.. Enumerable.Range(0, points.Space.Axes.Count)
            .Select(axis => best.Select(point => point[axis]).FirstOrDefault(number => !double.IsNaN(number), double.NaN))];

    /// <summary>Worth of points, without those that were tried.</summary>
    private sealed class OpenPoints(SpacePoints points, IWorth worth, Func<TrialConfig, bool> isSeen) : IWorth
    {
        public double Of(ReadOnlySpan<double> point) => IsTried(point) ? double.NegativeInfinity : worth.Of(point);

        public double Of(ReadOnlySpan<double> point, Span<double> gradient) => worth.Of(point, gradient);

        // A point with a real number is hardly ever met again: that is looked at in the end only.
        private bool IsTried(ReadOnlySpan<double> point)
        {
            for (var axis = 0; axis < point.Length; axis++)
                if (!double.IsNaN(point[axis]) && points.IsContinuous(axis)) return false;
            return isSeen(points.Space.Decode(point));
        }
    }
}
