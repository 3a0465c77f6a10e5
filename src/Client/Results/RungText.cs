using Sweep.Experiments.Specs;
using Sweep.Reports.Text;

namespace Sweep.Client.Results;

/// <summary>Where a plan's trials are compared, in words.</summary>
public static class RungText
{
    private const int Listed = 8;

    /// <summary>The lines of a plan; none when its early-stopping rule has no rungs.</summary>
    public static IEnumerable<string> Lines(PlanSummary plan)
    {
        if (plan.Rungs is not { } rungs) yield break;
        var brackets = rungs.Brackets.Select((epochs, bracket) => Epochs(rungs, epochs, bracket));
        yield return $"  {rungs.Rule} compares at {string.Join("; ", brackets)}";
        if (rungs.ExpectedEpochs == 0 || plan.Epochs == 0) yield break;
        var share = Numbers.Percent((double)rungs.ExpectedEpochs / plan.Epochs);
        yield return $"  about {rungs.ExpectedEpochs:N0} of {Numbers.Plural(plan.Epochs, "epoch")} ({share}) if exactly the best " +
            $"1/{rungs.Eta:0.##} go on each time; more do where later trials are better than earlier ones";
    }

    private static string Epochs(PlanRungs rungs, IReadOnlyList<int> epochs, int bracket)
    {
        var list = epochs.Count == 0 ? "no epoch"
            : $"{(epochs.Count == 1 ? "epoch" : "epochs")} {string.Join(", ", epochs.Take(Listed))}" +
                (epochs.Count > Listed ? ", ..." : "");
        return rungs.Brackets.Count == 1 ? list : $"{list} (bracket {bracket})";
    }
}
