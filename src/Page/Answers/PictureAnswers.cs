using System.Text.Json;
using Sweep.Page.Sources;
using Sweep.Reports.Comparisons;
using Sweep.Reports.EarlyStopping;
using Sweep.Reports.Importance;
using Sweep.Reports.Outcomes;
using Sweep.Reports.Pictures;
using Sweep.Reports.Tables;

namespace Sweep.Page.Answers;

/// <summary>What pictures of a sweep are drawn from.</summary>
/// <param name="clock">The end of attempts that run.</param>
internal sealed class PictureAnswers(IPageSource source, OpenSweep sweep, TimeProvider clock)
{
    public async Task<object> Best()
    {
        var results = await sweep.Ledger.ReadResults(sweep.Name);
        var counted = (await Task.Run(() => EndedTrials.Read(sweep.Ledger, sweep.Row, results))).Counted;
        return new
        {
            Trial = counted.Select(trial => trial.Trial.Number),
            At = counted.Select(trial => Moments.Ms(trial.Trial.At)),
            Epochs = counted.Select(trial => trial.Trial.Epochs),
            Value = counted.Select(trial => trial.Trial.Value),
            Best = counted.Select(trial => trial.Best.Value),
        };
    }

    public async Task<object> Importance()
    {
        if (!sweep.Row.IsRanked) return new { Problem = "the sweep file names no metric" };
        var measured = SweepImportance.Of(await sweep.Ledger.ReadResults(sweep.Name), sweep.Row.Maximize);
        if (measured.Importance is not { } importance) return new { measured.Problem };
        var facts = ImportanceFacts.Of(sweep.Row, importance);
        var all = JsonSerializer.SerializeToNode(facts, facts.GetType(), JsonLines.Options)!.AsObject();
        all["problem"] = null;
        return all;
    }

    /// <exception cref="PageRefusedException">The sweep has no such parameter, or no metric.</exception>
    public async Task<object> Contour(string x, string y)
    {
        try
        {
            var (results, space) = (await sweep.Ledger.ReadResults(sweep.Name), source.ReadFile(sweep.Row).Space);
            var order = await RankedTrials.Of(sweep.Ledger, sweep.Row, results);
            var picture = ContourReader.Of(PointsReader.Of(sweep.Row, results, order, space, [x, y], int.MaxValue));
            var axes = new ParameterAxes(results.Configs, new ObservedTrials(results), space);
            return new
            {
                X = Axis(picture.X, picture.XEdges, axes),
                Y = Axis(picture.Y, picture.YEdges, axes),
                Metric = picture.Metric.Name,
                Mean = picture.Means,
                N = picture.Counts,
                picture.Notes,
            };
        }
        catch (PictureException e)
        {
            throw PageRefusedException.NotFound($"no contour of '{sweep.Name}': {e.Message}");
        }
    }

    public async Task<object> Slots()
    {
        var attempts = await sweep.Ledger.ListAttempts(sweep.Name);
        var now = clock.GetUtcNow();
        var picture = SlotsReader.Of(sweep.Name, attempts, source.StateOf(sweep.Row) == "running" ? now : null, int.MaxValue);
        var reasons = attempts.ToDictionary(attempt => (attempt.Trial, attempt.Attempt), attempt => attempt.Reason);
        var from = picture.From ?? now;
        return new
        {
            From = Moments.Ms(from),
            To = Moments.Ms(from.AddSeconds(picture.Seconds)),
            Slots = picture.Slots.Select(slot => slot.Slot),
            Busy = picture.Slots.Select(slot => 1 - slot.Idle),
            picture.Lost,
            Trial = picture.Spans.Select(span => span.Trial),
            Attempt = picture.Spans.Select(span => span.Attempt),
            Slot = picture.Spans.Select(span => span.Slot),
            Start = picture.Spans.Select(span => Moments.Ms(from.AddSeconds(span.From))),
            End = picture.Spans.Select(span => span.Outcome is null ? null : (long?)Moments.Ms(from.AddSeconds(span.To))),
            Outcome = picture.Spans.Select(span => span.Outcome),
            Reason = picture.Spans.Select(span => reasons.GetValueOrDefault((span.Trial, span.Attempt))),
        };
    }

    public async Task<object> Rungs()
    {
        if (source.ReadFile(sweep.Row).Stops is not { } read) return new { Rule = (string?)null };
        var stops = await Task.Run(() => read(sweep.Ledger));
        return new
        {
            stops.Rule,
            stops.Trials,
            stops.Stopped,
            stops.Waiting,
            stops.Forks,
            stops.TrainedEpochs,
            stops.FullEpochs,
            stops.SavedEpochs,
            Sentences = (string[])[EarlyStopsText.Trials(stops), EarlyStopsText.Compute(stops), .. EarlyStopsText.Rungs(stops)],
            Rungs = EarlyStopsText.Table(stops).Streamed,
        };
    }

    private static object Axis(PictureAxis axis, double[] edges, ParameterAxes axes) => new
    {
        axis.Name,
        Scale = ParameterAxes.Word(axis.Scale),
        Edges = axis.Scale == AxisScale.Category ? null : edges,
        Values = axis.Scale == AxisScale.Category ? axes.Values(axis.Name) : null,
    };
}
