using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>A program that knows nothing of us: the last JSON object on its standard output that has the metric's name is
/// its report.</summary>
internal sealed class LastLineDialogue : IProgramDialogue
{
    private readonly TrialContext trial;
    private readonly SeenKeys seen = new();
    private readonly long began;
    private Dictionary<string, double>? report;

    public LastLineDialogue(TrialContext trial)
    {
        (this.trial, began) = (trial, trial.Time.GetTimestamp());
        trial.Started(epochs: 1);
    }

    public TrialEnded? Hear(string line, ProgramProcess program)
    {
        if (LooseJson.TryReadObject(line) is not { } said)
        {
            ProgramText.Log(trial, line);
            return null;
        }

        seen.Add(said.Select(pair => pair.Key));
        if (!said.ContainsKey(trial.Order.Metric)) return null;
        report = said.Select(pair => (pair.Key, Value: LooseJson.Number(pair.Value)))
            .Where(pair => pair.Value is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Value!.Value);
        return null;
    }

    /// <summary>It cannot be told from outside whether a silent program works, so being alive is its sign of life.</summary>
    public void Idle() => trial.Progress(new TrialProgress { Epoch = 1 });

    public TrialEnded? Stop(ProgramProcess program)
    {
        program.End(ask: true);
        return trial.StopAnswer();
    }

    public TrialEnded Exited(int code)
    {
        if (ProgramEnd.Of(code) is { } failed) return ProgramEnd.WasAsked(code, trial) ? trial.StopAnswer() : failed;
        if (report is null)
            return Ended(AttemptOutcome.Error,
            $"the program ended without a JSON line that has the metric '{trial.Order.Metric}'; {Found()}");
        if (!report.TryGetValue(trial.Order.Metric, out var metric))
            return Ended(AttemptOutcome.Error, $"the program's '{trial.Order.Metric}' is not a number");
        if (!double.IsFinite(metric)) return Ended(AttemptOutcome.Diverged, $"the program reported {trial.Order.Metric} = {metric}");

        trial.Report(new TrialReport
        {
            Epoch = 1,
            Metrics = report.Where(pair => double.IsFinite(pair.Value)).ToDictionary(),
            Seconds = trial.Time.GetElapsedTime(began).TotalSeconds,
        });
        return new TrialEnded { Outcome = AttemptOutcome.Completed };
    }

    private string Found() => seen.IsEmpty ? "its standard output had no JSON object at all" : $"keys found: {seen}";

    private static TrialEnded Ended(AttemptOutcome outcome, string reason) => new() { Outcome = outcome, Reason = reason };
}
