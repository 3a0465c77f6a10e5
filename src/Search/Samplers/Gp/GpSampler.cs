using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Search.GaussianProcesses;
using Sweep.Search.Proposals;
using Sweep.Search.Randomness;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers.Gp;

/// <summary><c>method: gp</c>: a Gaussian process over the results so far, and the configuration with the largest expected
/// improvement.</summary>
/// <remarks>
/// Starts with the middle of the space and a few points of <c>method: sobol</c>. Then: hyperparameters of highest posterior density
/// (<see cref="MarginalLikelihood"/>), running trials believed to end as predicted, and the logarithm of the expected improvement on the
/// best predicted mean (<see cref="ExpectedImprovement"/>), made large from many starts. Parameters with <c>when</c> are part of the
/// model (<see cref="PointTable"/>). Every second suggestion sees the worse half of the losses drawn in
/// (<see cref="LossTransform"/>): that finds the floor of a steep valley sooner, and hides the differences between basins, so neither
/// view decides alone. A call costs at most what <see cref="GpKnowledge.MostPoints"/> results cost.
/// </remarks>
public sealed class GpSampler : LearningSampler
{
    /// <summary>Suggestions before the model is asked.</summary>
    private const int StartUp = 5;

    /// <summary>Results that hyperparameters are fitted to: a fit costs many factorisations.</summary>
    private const int MostFitted = 150;

    /// <summary>Squared results times parameters of a fit, beyond <see cref="LeastFitted"/> results.</summary>
    private const double MostPairs = 150_000;

    private const int LeastFitted = 40;
    private const int FitSteps = 40;

    /// <summary>Results times parameters from which on fewer climbs are made, as each takes longer.</summary>
    private const int ManyNumbers = 2_000;

    private const int Starts = 10;
    private const int FewStarts = 4;

    private readonly SpacePoints points;
    private readonly KernelAxis[] axes;

    /// <summary>A sampler over a space; equal seeds and histories give equal suggestions.</summary>
    public GpSampler(SearchSpace space, long seed) : base(space, seed)
    {
        points = new SpacePoints(Space);
        axes = [.. Space.Axes.Select((axis, i) => (axis, i)).Where(item => !item.axis.IsConstant)
            .Select(item => new KernelAxis(item.i, item.axis.IsCategorical, space.Parameters[item.i].When.Count > 0))];
    }

    /// <inheritdoc />
    public override string Name => "gp";

    private protected override Suggestion? Choose(long index, SearchHistory history)
    {
        Known.Read(history);
        var known = new GpKnowledge(Space, history.Finished, Known, halveTail: index % 2 == 0);
        if (known.Total < 2 || (index < StartUp && known.Total < StartUp)) return Start(index);
        return Model(index, known) ?? NextNew(0, "no better place was found: drawn at random");
    }

    private Suggestion? Start(long index) => index == 0 && NewAt(points.Middle()) is { } middle ? new(middle, "the middle of the space")
        : NextNew(0, "spread over the space, before there is a model");

    private Suggestion? Model(long index, GpKnowledge known)
    {
        if (axes.Length == 0) return null;
        var table = new PointTable(axes, known.Kept.Count + known.Running.Count);
        foreach (var result in known.Kept) table.Add(result.Point);
        var settings = Fit(known);
        if (GaussianProcess.TryMake(table, known.Values, known.NoiseShares, settings) is not { } process) return null;
        var means = known.Kept.Select(result => process.Predict(result.Point).Mean).ToArray();
        var order = Enumerable.Range(0, means.Length).Where(i => IsCandidate(known, i)).OrderBy(i => means[i]).ToArray();
        if (order.Length == 0) return null;
        var best = means[order[0]];
        foreach (var point in known.Running) process.Believe(point);
        var starts = known.Kept.Count * axes.Length > ManyNumbers ? FewStarts : Starts;
        var search = new ProposalSearch(points, new Acquisition(process, best), Known.Has, starts);
        var random = new SeededRandom(SeededRandom.Derive(Own, index));
        if (search.Find([.. order.Select(i => known.Kept[i].Point)], random) is not { } found) return null;
        var (mean, variance) = process.Predict(found.Point);
        return new(found.Config, Reason(known, best, mean, variance), new JsonObject
        {
            ["log_expected_improvement"] = found.Worth,
            ["best_mean"] = best,
            ["mean"] = mean,
            ["deviation"] = Math.Sqrt(variance),
            ["noise"] = settings.Noise,
            ["results"] = known.Kept.Count,
            ["running"] = known.Running.Count,
        });
    }

    private static bool IsCandidate(GpKnowledge known, int i) =>
        GpKnowledge.IsGood(known.Kept[i].Result) || !known.Kept.Any(result => GpKnowledge.IsGood(result.Result));

    // Half of them the best, the rest evenly over the others.
    private KernelSettings Fit(GpKnowledge known)
    {
        var order = Enumerable.Range(0, known.Kept.Count).OrderBy(i => known.Values[i]).ToArray();
        var most = (int)Math.Clamp(Math.Sqrt(MostPairs / axes.Length), LeastFitted, MostFitted);
        var step = (order.Length - most / 2.0) / (most - most / 2);
        int[] some = order.Length <= most ? order
            : [.. order[..(most / 2)], .. Enumerable.Range(0, most - most / 2).Select(i => order[most / 2 + (int)(i * step)])];
        Array.Sort(some);
        var table = new PointTable(axes, some.Length);
        foreach (var i in some) table.Add(known.Kept[i].Point);
        var shares = known.NoiseShares;
        var start = new KernelSettings([.. axes.Select(_ => 1.0)], 1, 0.01) { SumScale = 0.5, SumLengths = [.. axes.Select(_ => 1.0)] };
        return new MarginalLikelihood(table, [.. some.Select(i => known.Values[i])], [.. some.Select(i => shares[i])]).Fit(start, FitSteps);
    }

    private static string Reason(GpKnowledge known, double best, double mean, double variance)
    {
        var running = known.Running.Count > 0 ? $" and {known.Running.Count} running trials" : "";
        var aim = mean < best ? "its predicted loss is below the best one" : "its loss is uncertain enough to be below the best one";
        return string.Create(CultureInfo.InvariantCulture,
            $"largest expected improvement after {known.Total} results{running}: {aim} " +
                $"({mean - best:0.00} ± {Math.Sqrt(variance):0.00} deviations)");
    }
}
