using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Search.Encodings;
using Sweep.Search.Randomness;
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
/// <param name="space">The space.</param>
/// <param name="seed">Equal seeds give equal suggestions.</param>
public sealed class TpeSampler(SearchSpace space, long seed) : LearningSampler(space, seed)
{
    private const int Rounds = 3;
    private const int MostVisited = 300;

    /// <inheritdoc />
    public override string Name => "tpe";

    private protected override Suggestion? Choose(long index, SearchHistory history)
    {
        Known.Read(history);
        var split = new TpeSplit(history.Finished, Known.Points, Known.Order, Known.Running);
        if (split.Count < TpeModel.Least) return NextNew(index);
        return Modelled(split, new SeededRandom(SeededRandom.Derive(Own, index))) ?? NextNew(index);
    }

    private Suggestion? Modelled(TpeSplit split, SeededRandom random)
    {
        var model = new TpeModel(Space, split);
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
        [.. points.Where(point => Space.Admits(point)).Select(point => (Point: point, Score: model.Score(point)))
            .OrderByDescending(item => item.Score)];

    private (double[] Point, double Score)? FirstNew(IEnumerable<(double[] Point, double Score)> ranked)
    {
        foreach (var item in ranked)
        {
            if (!Known.Has(Space.Decode(item.Point))) return item;
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
            var neighbours = Ranked(model, Neighbours(point).Where(other => visited.Add(string.Join(' ', other))));
            if (FirstNew(neighbours) is { } found) return found;
            foreach (var (other, score) in neighbours) open.Enqueue(other, -score);
        }

        return null;
    }

    /// <summary>Points with the same parameters that differ from another in one discrete one, by one category or one cell.</summary>
    private IEnumerable<double[]> Neighbours(double[] point)
    {
        for (var i = 0; i < point.Length; i++)
        {
            if (double.IsNaN(point[i]) || Space.Axes[i].IsContinuous) continue;
            foreach (var number in Beside(Space.Axes[i], point[i]))
            {
                double[] neighbour = [.. point];
                neighbour[i] = number;
                if (HasSameParameters(neighbour)) yield return neighbour;
            }
        }
    }

    private static IEnumerable<double> Beside(Axis axis, double number)
    {
        if (axis.IsCategorical)
        {
            return Enumerable.Range(0, (int)axis.Count!.Value).Where(i => i != (int)number && axis.Probability(i) > 0)
                .Select(i => (double)i);
        }

        var cell = axis.CellAt(number);
        double[] outside = [cell.Low - 1e-9, cell.High + 1e-9];
        return outside.Where(unit => unit is >= 0 and <= 1).Select(unit => axis.CellAt(unit).Centre).Where(other => other != number);
    }

    private bool HasSameParameters(double[] point) =>
        Enumerable.Range(0, point.Length).All(i => Space.Exists(i, point) != double.IsNaN(point[i]));

    private Suggestion Suggestion(double[] point, TpeSplit split, int candidates, double score) => new(
        Space.Decode(point),
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
