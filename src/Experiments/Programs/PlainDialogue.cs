using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>A program that knows nothing of us: each JSON object on its standard output that has the metric's name is a report, passed on
/// at once. How many there are is known at its end. Without a metric, each object with a number is one, and none will do.</summary>
internal sealed class PlainDialogue : IProgramDialogue
{
    private readonly TrialContext trial;
    private readonly SeenKeys seen = new();
    private readonly ReportNumbers numbers;
    private readonly CountMark mark;
    private readonly LastWords words = new();
    private long lastReport;
    private string? oddMetric;

    private bool HasMetric => trial.Order.Metric.Length > 0;

    public PlainDialogue(TrialContext trial)
    {
        (this.trial, lastReport) = (trial, trial.Time.GetTimestamp());
        mark = new CountMark(trial.Order);
        numbers = new ReportNumbers(mark.IsSet);
        trial.Started(epochs: 0);
    }

    public TrialEnded? Hear(string line, ProgramProcess program)
    {
        if (LooseJson.TryReadObject(line) is not { } said)
        {
            words.Hear([line]);
            ProgramText.Log(trial, line);
            return null;
        }

        seen.Add(said.Select(pair => pair.Key));
        if (!HasMetric)
        {
            if (said.Any(pair => LooseJson.Number(pair.Value) is { } number && double.IsFinite(number))) Report(said);
            return null;
        }

        if (!said.TryGetPropertyValue(trial.Order.Metric, out var value)) return null;
        var metric = LooseJson.Number(value);
        if (metric is null) oddMetric = ProgramText.Quote(value?.ToJsonString() ?? "null");
        else if (double.IsFinite(metric.Value)) Report(said);
        else
        {
            program.End(ask: true);
            return Ended(AttemptOutcome.Diverged, $"the program reported {trial.Order.Metric} = {metric}");
        }

        return null;
    }

    /// <summary>It cannot be told from outside whether a silent program works, so being alive is its sign of life.</summary>
    public void Idle() => trial.Progress(new TrialProgress { Epoch = numbers.Last + 1 });

    public TrialEnded? Stop(ProgramProcess program)
    {
        program.End(ask: true);
        return trial.StopAnswer();
    }

    public TrialEnded Exited(ProgramProcess program)
    {
        if (ProgramEnd.Of(program.ExitCode, program.LastWords ?? words.Line) is { } failed)
            return ProgramEnd.WasAsked(program.ExitCode, trial) ? trial.StopAnswer() : failed;
        if (numbers.Last > 0 || !HasMetric) return new TrialEnded { Outcome = AttemptOutcome.Completed };
        return Ended(AttemptOutcome.Error, oddMetric is null
            ? $"the program ended without a JSON line that has the metric '{trial.Order.Metric}'; {Found()}"
            : $"the program's '{trial.Order.Metric}' is not a number: {oddMetric}");
    }

    private void Report(JsonObject said)
    {
        var (epoch, isSaid) = numbers.Next(said, out var notice);
        if (numbers.CountsFromZero) mark.Set();
        var now = trial.Time.GetTimestamp();
        trial.Report(new TrialReport
        {
            Epoch = epoch,
            Metrics = said.Where(pair => !(isSaid && pair.Key == ReportNumbers.Key && pair.Key != trial.Order.Metric))
                .Select(pair => (pair.Key, Value: LooseJson.Number(pair.Value)))
                .Where(pair => pair.Value is { } number && double.IsFinite(number))
                .ToDictionary(pair => pair.Key, pair => pair.Value!.Value),
            Seconds = trial.Time.GetElapsedTime(lastReport, now).TotalSeconds,
            Notice = notice,
        });
        lastReport = now;
    }

    private string Found() => seen.IsEmpty ? "its standard output had no JSON object at all" : $"keys found: {seen}";

    private static TrialEnded Ended(AttemptOutcome outcome, string reason) => new() { Outcome = outcome, Reason = reason };
}
