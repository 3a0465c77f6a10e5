using System.Globalization;
using System.Text.Json.Nodes;
using Sweep.Search.Encodings;
using Sweep.Search.Randomness;
using Sweep.Search.Samplers.Sobol;
using Sweep.Search.Samplers.Tpe;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers.Cmaes;

/// <summary><c>method: cmaes</c>: an evolution strategy that adapts a normal distribution over the numeric parameters.</summary>
/// <remarks>
/// CMA-ES over the unit cube of <see cref="EncodedSpace"/> with the constants of the library <c>cmaes</c>, integers with margin, and a
/// restart with twice the population when it has converged. It models the parameters that have an order and exist in every configuration.
/// All others (categories, and what hangs on a <c>when</c>) are chosen given these as <c>method: tpe</c> would, at random while there are
/// fewer than ten results; a space without any parameter to model is left to <c>method: tpe</c>. Diverged and failed trials rank last in
/// their generation. Suggestions that would break a constraint or repeat a configuration are drawn again, up to
/// <see cref="CmaRun.MostAttempts"/> times; then the next new one of <c>method: sobol</c> is taken.
/// Several workers: a generation ends with its last needed result, and results of earlier generations that come later are left out.
/// </remarks>
public sealed class CmaesSampler : ISampler
{
    private readonly Lock gate = new();
    private readonly EncodedSpace space;
    private readonly EncodedHistory known;
    private readonly SobolSampler walk;
    private readonly int[] modelled;
    private readonly bool isComplete;
    private readonly TpeSampler tpe;
    private readonly CmaRun? run;
    private readonly long own;

    /// <summary>A sampler over a space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="seed">Equal seeds give equal suggestions.</param>
    public CmaesSampler(SearchSpace space, long seed)
    {
        this.space = new EncodedSpace(space);
        known = new EncodedHistory(this.space);
        walk = new SobolSampler(space, seed);
        own = SeededRandom.Derive(seed, Streams.Sampler);
        modelled = [.. Enumerable.Range(0, space.Parameters.Count).Where(IsModelled)];
        isComplete = Enumerable.Range(0, space.Parameters.Count).Except(modelled).All(i => this.space.Axes[i].IsConstant);
        tpe = new TpeSampler(space, seed);
        if (modelled.Length > 0) run = new CmaRun(this.space, modelled, own);
    }

    /// <inheritdoc />
    public string Name => "cmaes";

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
        if (run is null) return tpe.Suggest(index, history);
        lock (gate)
        {
            if (!known.Read(history)) run.Forget();
            run.Read(history.Finished, known.Points);
            var model = isComplete ? null : new TpeModel(space, new TpeSplit(history.Finished, known.Points, known.Order, known.Running));
            for (var attempt = 0; attempt < CmaRun.MostAttempts; attempt++)
            {
                var point = Complete(run, index, attempt, model);
                if (space.Admits(point) && space.Decode(point) is var config && !known.Has(config))
                    return new Suggestion(config, Reason(run), Evidence(run));
            }

            return known.NextNew(walk, index);
        }
    }

    private double[] Complete(CmaRun run, long index, int attempt, TpeModel? model)
    {
        var point = new double[space.Axes.Count];
        Array.Fill(point, double.NaN);
        var drawn = run.Draw(index, attempt);
        for (var i = 0; i < modelled.Length; i++) point[modelled[i]] = run.NumberAt(i, drawn[i]);
        var random = new SeededRandom(SeededRandom.Derive(own, index, attempt, modelled.Length));
        return model is null ? Constants(point) : model.Complete(point, random);
    }

    private double[] Constants(double[] point)
    {
        foreach (var i in space.ParentsFirst)
        {
            if (double.IsNaN(point[i]) && space.Exists(i, point)) point[i] = space.Axes[i].IsCategorical ? 0 : 0.5;
        }

        return point;
    }

    private bool IsModelled(int parameter) =>
        space.Space.Parameters[parameter].When.Count == 0 && space.Axes[parameter] is { IsCategorical: false, IsConstant: false };

    private static string Reason(CmaRun run)
    {
        var restart = run.Restarts > 0 ? $" after restart {run.Restarts}" : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"drawn from generation {run.Generation + 1}{restart}, step size {run.Sigma:G3}");
    }

    private static JsonObject Evidence(CmaRun run) =>
        new() { ["generation"] = run.Generation, ["restarts"] = run.Restarts, ["sigma"] = run.Sigma };
}
