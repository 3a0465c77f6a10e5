using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Ledger.Rankings;
using Sweep.Reports.EarlyStopping;
using Sweep.Reports.Importance;
using Sweep.Search.Stoppers;

namespace Sweep.Reports.Pictures;

/// <summary>Reads what is known of parameters and of the early-stopping rule.</summary>
public static class VerdictReader
{
    /// <summary>Reads how much each parameter matters.</summary>
    /// <param name="ledger">Where to look.</param>
    /// <param name="sweep">The sweep.</param>
    public static async Task<ImportancePicture> Importance(ILedgerView ledger, SweepRow sweep) =>
        Importance(sweep, await ledger.ReadResults(sweep.Name));

    /// <summary>How much each parameter matters.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="results">Its trials.</param>
    /// <exception cref="PictureException">The sweep has no metric.</exception>
    public static ImportancePicture Importance(SweepRow sweep, SweepResults results)
    {
        if (!sweep.IsRanked) throw new PictureException("its sweep file names no metric");
        var measured = SweepImportance.Of(results, sweep.Maximize);
        if (measured.Importance is not { } importance)
            return new ImportancePicture(sweep.Name, [], $"cannot tell: {measured.Problem}", [$"cannot tell: {measured.Problem}"], []);
        return new ImportancePicture(
            sweep.Name, importance.Report.Parameters, importance.Report.CannotTell, [.. ImportanceSentences.Answers(importance.Report)],
            [.. ImportanceSentences.Captions(importance, sweep.Order)]);
    }

    /// <summary>Reads what became of the trials at each rung.</summary>
    /// <param name="ledger">Where to look.</param>
    /// <param name="sweep">The sweep.</param>
    /// <param name="rule">A fresh rule of the sweep; null when it has none, or it is no longer known.</param>
    /// <exception cref="PictureException">There are no rungs.</exception>
    public static RungsPicture Rungs(ILedgerView ledger, SweepRow sweep, IStopper? rule)
    {
        if (rule is null || rule.IsBlind)
            throw new PictureException("it has no early-stopping rule (early_terminate), so there are no rungs");
        return Rungs(sweep.Name, EarlyStops.Read(ledger, sweep.Name, rule));
    }

    /// <summary>What became of the trials at each rung.</summary>
    /// <param name="sweep">Name of the sweep.</param>
    /// <param name="stops">What the rule did.</param>
    /// <exception cref="PictureException">There are no rungs.</exception>
    public static RungsPicture Rungs(string sweep, EarlyStops stops)
    {
        if (stops.Rungs.Count == 0)
            throw new PictureException($"its rule '{stops.Rule}' compares at no rungs, or no trial has reached one yet");
        return new RungsPicture(sweep, stops.Rule, stops.Rungs, [EarlyStopsText.Trials(stops), EarlyStopsText.Compute(stops)]);
    }
}
