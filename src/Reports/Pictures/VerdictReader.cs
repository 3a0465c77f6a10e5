using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Reports.EarlyStopping;
using Sweep.Reports.Importance;
using Sweep.Reports.Outcomes;
using Sweep.Search.Stoppers;

namespace Sweep.Reports.Pictures;

/// <summary>Reads what is known of parameters and of the early-stopping rule.</summary>
public static class VerdictReader
{
    /// <summary>Reads how much each parameter matters, by an objective; null = the first.</summary>
    /// <exception cref="PictureException">The sweep has no metric, or no such objective.</exception>
    public static async Task<ImportancePicture> Importance(ILedgerView ledger, SweepRow sweep, string? metric)
    {
        if (!sweep.IsRanked) throw new PictureException("its sweep file names no metric");
        var chosen = await ChosenMetric.Read(ledger, sweep, metric) ?? throw new PictureException(ChosenMetric.Unknown(sweep, metric!));
        var measured = SweepImportance.Of(chosen.Results, chosen.Sweep.Maximize);
        if (measured.Importance is not { } importance)
            return new(sweep.Name, [], $"cannot tell: {measured.Problem}", [$"cannot tell: {measured.Problem}", .. chosen.Notes], []);
        return new(
            sweep.Name, importance.Report.Parameters, importance.Report.CannotTell,
            [.. ImportanceSentences.Answers(importance.Report), .. chosen.Notes],
            [.. ImportanceSentences.Captions(
                importance, RankOrder.Words(chosen.Sweep.Metric, chosen.Sweep.Maximize, chosen.Sweep.Summary))]);
    }

    /// <summary>Reads what became of the trials at each rung.</summary>
    /// <exception cref="PictureException">There are no rungs, no rule, or one that is no longer known.</exception>
    public static RungsPicture Rungs(ILedgerView ledger, SweepRow sweep, IStopper? rule)
    {
        if (rule is null || rule.IsBlind)
            throw new PictureException("it has no early-stopping rule (early_terminate), so there are no rungs");
        return Rungs(sweep.Name, EarlyStops.Read(ledger, sweep.Name, rule));
    }

    /// <summary>What became of the trials at each rung.</summary>
    /// <exception cref="PictureException">There are no rungs.</exception>
    public static RungsPicture Rungs(string sweep, EarlyStops stops)
    {
        if (stops.Rungs.Count == 0)
            throw new PictureException($"its rule '{stops.Rule}' compares at no rungs, or no trial has reached one yet");
        return new RungsPicture(sweep, stops.Rule, stops.Rungs, [EarlyStopsText.Trials(stops), EarlyStopsText.Compute(stops)]);
    }
}
