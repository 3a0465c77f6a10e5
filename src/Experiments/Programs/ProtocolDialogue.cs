using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>A program that speaks the worker protocol: gets the order on its standard input, tells how it goes, answers a stop.</summary>
internal sealed class ProtocolDialogue : IProgramDialogue
{
    private readonly TrialContext trial;
    private readonly EventRules rules;
    private readonly SeenKeys seen = new();
    private long? told;
    private bool hasMetric;

    private ProtocolDialogue(TrialContext trial) =>
        (this.trial, rules, hasMetric) = (trial, trial.Order.Rules(), trial.Order.Metric.Length == 0);

    /// <summary>Answers the program's greeting with the order.</summary>
    /// <exception cref="TrialException">The program speaks another version.</exception>
    public static ProtocolDialogue Begin(TrialContext trial, ProgramProcess program, WorkerReady ready)
    {
        if (ready.Protocol != WorkerProtocol.Version)
            throw new TrialException(AttemptOutcome.Error, $"the program speaks version {ready.Protocol} of the worker protocol, this " +
                $"build version {WorkerProtocol.Version} (docs/worker-protocol.md)");
        program.Send(WorkerProtocol.Write(trial.Order with { Command = null, Program = null }));
        return new ProtocolDialogue(trial);
    }

    public TrialEnded? Hear(string line, ProgramProcess program)
    {
        if (LooseJson.TryReadObject(line) is not { } said || said["type"] is null)
        {
            // The beginning of a message that is too long to be read: what it said is lost, and nobody may guess it.
            if (line.StartsWith('{') && LineSplitter.IsCut(line)) return Misspoke(program, line, null);
            ProgramText.Log(trial, line);
            return null;
        }

        if (Diverges(said) is { } diverged) return End(program, diverged);
        var message = WorkerProtocol.TryReadEvent(said.ToJsonString());
        if (message is not null && rules.Problem(message) is { } problem) return Misspoke(program, line, problem);
        switch (message)
        {
            case TrialStarted started:
                trial.Started(started.Epochs, started.EpochsDone);
                return null;
            case TrialProgress progress:
                trial.Progress(progress);
                return null;
            case TrialReport report:
                seen.Add(report.Metrics.Keys);
                hasMetric |= report.Metrics.ContainsKey(trial.Order.Metric);
                trial.Report(report);
                return null;
            case TrialEnded ended:
                return End(program, Checked(ended));
            case WorkerReady:
                return null;
            default:
                return Misspoke(program, line, null);
        }
    }

    /// <summary>Only its own messages are signs of life.</summary>
    public void Idle()
    {
    }

    /// <summary>It is asked once. If it does not answer, the node kills it and all it started, or we when the worker must leave.</summary>
    public TrialEnded? Stop(ProgramProcess program)
    {
        if (told is null) program.Send(WorkerProtocol.Write(trial.Stop!));
        told ??= trial.Time.GetTimestamp();
        if (trial.Stop!.Outcome != AttemptOutcome.Preempted || trial.Time.GetElapsedTime(told.Value) < ProgramProcess.Grace) return null;
        program.End(ask: true);
        return trial.StopAnswer();
    }

    public TrialEnded Exited(ProgramProcess program) => told is not null || ProgramEnd.WasAsked(program.ExitCode, trial)
        ? trial.StopAnswer()
        : ProgramEnd.Of(program.ExitCode, program.LastWords) ?? new TrialEnded
        {
            Outcome = AttemptOutcome.Crashed,
            Reason = "the program exited with code 0 in the middle of the trial, without an 'ended' message"
        };

    /// <summary>A metric that is no finite number ends the trial; another number that is none is left out.</summary>
    private TrialEnded? Diverges(JsonObject said)
    {
        if (said["metrics"] is not JsonObject metrics) return null;
        foreach (var (name, value) in metrics.ToArray())
        {
            if (LooseJson.Number(value) is not { } number || double.IsFinite(number)) continue;
            if (name == trial.Order.Metric)
                return new TrialEnded { Outcome = AttemptOutcome.Diverged, Reason = $"the program reported {name} = {number}" };
            metrics.Remove(name);
        }

        return null;
    }

    private static TrialEnded Misspoke(ProgramProcess program, string line, string? problem) =>
        End(program, new TrialEnded { Outcome = AttemptOutcome.Crashed, Reason = WorkerProtocol.BadLine("the program", line, problem) });

    private TrialEnded Checked(TrialEnded ended) => ended.Outcome switch
    {
        AttemptOutcome.Completed when !hasMetric => new TrialEnded
        {
            Outcome = AttemptOutcome.Error,
            Reason = $"no report of the program has the metric '{trial.Order.Metric}'; metrics found: {(seen.IsEmpty ? "none" : seen)}",
        },
        // Only we may ask for these; a program that ends so by itself would be started again for ever.
        AttemptOutcome.Interrupted or AttemptOutcome.Preempted or AttemptOutcome.LostNode or AttemptOutcome.Stopped
            or AttemptOutcome.Cancelled or AttemptOutcome.Paused when trial.Stop is null => new TrialEnded
            {
                Outcome = AttemptOutcome.Error,
                Reason = $"the program ended as {ended.Outcome.ToString().ToLowerInvariant()} without being told " +
                $"to{(ended.Reason is null ? "" : $": {ended.Reason}")}",
            },
        _ => ended,
    };

    private static TrialEnded End(ProgramProcess program, TrialEnded ended)
    {
        program.End(ask: false);
        return ended;
    }
}
