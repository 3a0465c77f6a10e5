using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Search.Encodings;
using Sweep.Search.Randomness;
using Sweep.Search.Samplers.Sobol;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers.Tpe;

/// <summary><c>method: tpe</c>: draws where good configurations are dense and bad ones are not (tree-structured Parzen estimator).
/// </summary>
/// <remarks>
/// <para>Multivariate TPE with the rules of Optuna 5 (Bergstra and others, "Algorithms for hyper-parameter optimization", 2011; Falkner
/// and others, "BOHB", 2018): the best tenth, at most 25, counts as good. What is different: the model covers parameters under
/// <c>when</c> (<see cref="ParzenMixture"/>), candidates come from every category, diverged and failed trials are bad ones and never
/// good, running ones count as bad, and no configuration is suggested twice.</para>
/// <para>Until <see cref="TpeModel.Least"/> configurations have ended, they are those of <c>method: sobol</c>. When all candidates are
/// known or break a constraint, they are drawn again; then the best new neighbour of the best is taken, and at last the next new one of
/// <c>method: sobol</c>, which ends when a finite space is exhausted.</para>
/// </remarks>
public sealed class TpeSampler : ISampler
{
    private const int Rounds = 3;
    private const int MostVisited = 300;

    private readonly Lock gate = new();
    private readonly EncodedSpace space;
    private readonly EncodedHistory known;
    private readonly SobolSampler walk;
    private readonly long own;

    /// <summary>A sampler over a space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="seed">Equal seeds give equal suggestions.</param>
    public TpeSampler(SearchSpace space, long seed)
    {
        this.space = new EncodedSpace(space);
        known = new EncodedHistory(this.space);
        walk = new SobolSampler(space, seed);
        own = SeededRandom.Derive(seed, Streams.Sampler);
    }

    /// <inheritdoc />
    public string Name => "tpe";

    /// <inheritdoc />
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values.</exception>
    public long? Count => walk.Count;

    /// <inheritdoc />
    public bool IsAdaptive => true;

    /// <inheritdoc />
    /// <exception cref="Expressions.ExpressionException">A constraint does not fit the values,
    /// or together they leave too little to find it by chance.</exception>
    public Suggestion? Suggest(long index, SearchHistory history)
    {
        lock (gate)
        {
            known.Read(history);
            var split = new TpeSplit(history.Finished, known.Points, known.Order, known.Running);
            if (split.Count < TpeModel.Least) return known.NextNew(walk, index);
            return Modelled(split, new SeededRandom(SeededRandom.Derive(own, index))) ?? known.NextNew(walk, index);
        }
    }

    private Suggestion? Modelled(TpeSplit split, SeededRandom random)
    {
        var model = new TpeModel(space, split);
        double[]? best = null;
        for (var round = 0; round < Rounds; round++)
        {
            var ranked = Ranked(model, model.Candidates(random));
            if (FirstNew(ranked) is { } found) return Suggestion(found.Point, split, ranked.Count, found.Score);
            best ??= ranked.Count > 0 ? ranked[0].Point : null;
        }

        return best is not null && NearBest(model, best) is { } near ? Suggestion(near.Point, split, MostVisited, near.Score) : null;
    }

    private List<(double[] Point, double Score)> Ranked(TpeModel model, IEnumerable<double[]> points) =>
        [.. points.Where(point => space.Admits(point)).Select(point => (Point: point, Score: model.Score(point)))
            .OrderByDescending(item => item.Score)];

    private (double[] Point, double Score)? FirstNew(IEnumerable<(double[] Point, double Score)> ranked)
    {
        foreach (var item in ranked)
        {
            if (!known.Has(space.Decode(item.Point))) return item;
        }

        return null;
    }

    // Spreads from the best candidate over known neighbours, the best first, until it meets one that is new.
    private (double[] Point, double Score)? NearBest(TpeModel model, double[] best)
    {
        var open = new PriorityQueue<double[], double>([(best, 0)]);
        var visited = new HashSet<string>();
        while (visited.Count < MostVisited && open.TryDequeue(out var point, out _))
        {
            var neighbours = Ranked(model, TpeNeighbours.Of(space, point).Where(other => visited.Add(string.Join(' ', other))));
            if (FirstNew(neighbours) is { } found) return found;
            foreach (var (other, score) in neighbours) open.Enqueue(other, -score);
        }

        return null;
    }

    private Suggestion Suggestion(double[] point, TpeSplit split, int candidates, double score) => new(
        space.Decode(point),
        string.Create(CultureInfo.InvariantCulture,
            $"best of {candidates} candidates: {Math.Exp(Math.Min(score, 700)):G3} times as dense among the {split.Good.Count} good " +
            $"as among the {split.Bad.Count} other configurations"),
        new JsonObject
        {
            ["good"] = split.Good.Count,
            ["bad"] = split.Bad.Count,
            ["candidates"] = candidates,
            ["log_ratio"] = score,
        });
}
