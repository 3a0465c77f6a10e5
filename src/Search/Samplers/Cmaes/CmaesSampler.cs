using System.Text.Json.Nodes;
using Sweep.Search.Encodings;
using Sweep.Search.Randomness;
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
public sealed class CmaesSampler : LearningSampler
{
    private readonly int[] modelled;
    private readonly bool isComplete;
    private readonly TpeSampler tpe;
    private readonly CmaRun? run;

    /// <summary>A sampler over a space; equal seeds give equal suggestions.</summary>
    public CmaesSampler(SearchSpace space, long seed) : base(space, seed)
    {
        modelled = [.. Enumerable.Range(0, space.Parameters.Count).Where(IsModelled)];
        isComplete = Enumerable.Range(0, space.Parameters.Count).Except(modelled).All(i => Space.Axes[i].IsConstant);
        tpe = new TpeSampler(space, seed);
        if (modelled.Length > 0) run = new CmaRun(Space, modelled, Own);
    }

    /// <inheritdoc />
    public override string Name => "cmaes";

    private protected override Suggestion? Choose(long index, SearchHistory history)
    {
        if (run is null) return tpe.Suggest(index, history);
        if (!Known.Read(history)) run.Forget();
        run.Read(history.Finished, Known.Points);
        var model = isComplete ? null : new TpeModel(Space, new TpeSplit(history.Finished, Known.Points, Known.Order, Known.Running));
        for (var attempt = 0; attempt < CmaRun.MostAttempts; attempt++)
        {
            if (NewAt(Complete(run, index, attempt, model)) is { } config) return new Suggestion(config, Reason(run), Evidence(run));
        }

        return NextNew(index);
    }

    private double[] Complete(CmaRun run, long index, int attempt, TpeModel? model)
    {
        var point = new double[Space.Axes.Count];
        Array.Fill(point, double.NaN);
        var drawn = run.Draw(index, attempt);
        for (var i = 0; i < modelled.Length; i++) point[modelled[i]] = run.NumberAt(i, drawn[i]);
        var random = new SeededRandom(SeededRandom.Derive(Own, index, attempt, modelled.Length));
        return model is null ? Constants(point) : model.Complete(point, random);
    }

    private double[] Constants(double[] point)
    {
        foreach (var i in Space.ParentsFirst)
        {
            if (double.IsNaN(point[i]) && Space.Exists(i, point)) point[i] = Space.Axes[i].IsCategorical ? 0 : 0.5;
        }

        return point;
    }

    private bool IsModelled(int parameter) =>
        Space.Space.Parameters[parameter].When.Count == 0 && Space.Axes[parameter] is { IsCategorical: false, IsConstant: false };

    private static string Reason(CmaRun run)
    {
        var restart = run.Restarts > 0 ? $" after restart {run.Restarts}" : "";
        return FormattableString.Invariant($"drawn from generation {run.Generation + 1}{restart}, step size {run.Sigma:G3}");
    }

    private static JsonObject Evidence(CmaRun run) =>
        new() { ["generation"] = run.Generation, ["restarts"] = run.Restarts, ["sigma"] = run.Sigma };
}
