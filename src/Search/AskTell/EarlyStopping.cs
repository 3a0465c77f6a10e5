using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Halving;

namespace Sweep.Search.AskTell;

/// <summary>The early-stopping rules of a sweep file's <c>early_terminate</c>, for <see cref="StudyOptions.EarlyStopping"/>.</summary>
public static class EarlyStopping
{
    /// <summary><c>median</c>: a trial stops when its best value so far is worse than the median of the others at the same epoch.</summary>
    /// <param name="startupTrials">Other trials that must have reported an epoch before anyone is stopped there, at least 1; default 5.
    /// </param>
    /// <param name="warmup">Epochs in which nobody is stopped; default 0.</param>
    public static Func<StoppingContext, IStopper> Median(int startupTrials = 5, int warmup = 0) =>
        context => new MedianStopper(startupTrials, warmup, context.Maximize);

    /// <summary><c>hyperband</c>: at epochs minIter, minIter·eta, minIter·eta², ... only the best 1/eta of the trials go on.</summary>
    /// <param name="minIter">First epoch at which trials are compared, at least 1; default 1.</param>
    /// <param name="eta">Above 1; default 3.</param>
    /// <param name="strict">True (default) = the value at that epoch counts, false = the best value so far.</param>
    public static Func<StoppingContext, IStopper> Hyperband(int minIter = 1, double eta = 3, bool strict = true) =>
        context => HyperbandStopper.FromMinIter(minIter, eta, strict, context.Maximize);

    /// <summary><c>asha</c>: successive halving without waves of trials. With <see cref="StudyOptions.HasCheckpoints"/> a trial waits at
    /// each rung until it is among the best there; without, it stops unless it is.</summary>
    /// <param name="rules">Rungs and brackets; null = the defaults of <see cref="AshaRules"/>.</param>
    public static Func<StoppingContext, IStopper> Asha(AshaRules? rules = null) => context =>
    {
        var own = (rules ?? new AshaRules()) with { Maximize = context.Maximize };
        return context.HasCheckpoints ? new AshaPromotion(own) : new AshaStopping(own);
    };

    /// <summary><c>plateau</c>: a trial stops when its best value has not become better for some epochs.</summary>
    /// <param name="patience">Epochs without a better report, at least 1; default 5.</param>
    /// <param name="minDelta">By how much a report must be better to count, at least 0; default 0.</param>
    public static Func<StoppingContext, IStopper> Plateau(int patience = 5, double minDelta = 0) =>
        context => new PlateauStopper(patience, minDelta, context.Maximize);
}
