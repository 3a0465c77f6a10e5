using Sweep.Contracts;

namespace Sweep.Experiments.Training.Checkpoints;

/// <summary>Which numbers and texts a checkpoint can hold: a hash says that a file is as it was written, not that its writer made sense. Pure.</summary>
internal static class CheckpointRules
{
    /// <summary>What is wrong with it; null when nothing is.</summary>
    public static string? Problem(TrialCheckpoint read) =>
        Range("epoch", read.Epoch, 1)
        ?? Range("batch", read.Batch, 0)
        ?? Range("threads", read.Threads, 1)
        ?? Range("optimizer_steps", read.OptimizerSteps, 0)
        ?? Range("epoch_seconds", read.EpochSeconds, 0, EventRules.MostSeconds)
        ?? Vocabulary(read.Vocabulary)
        ?? Reports(read.Reports, read.Epoch);

    private static string? Range(string name, double found, double least, double most = long.MaxValue) =>
        found >= least && found <= most ? null : $"{name} is from {least} to {most}, found {found}";

    private static string? Vocabulary(IReadOnlyList<string> types)
    {
        if (types.Any(type => type is null)) return "its vocabulary has a type that is no text";
        if (types.Count == 0 || types[0] != Data.Vocabulary.Unknown) return $"its vocabulary does not begin with {Data.Vocabulary.Unknown}";
        return types.Distinct(StringComparer.Ordinal).Count() == types.Count ? null : "its vocabulary has a type twice";
    }

    private static string? Reports(IReadOnlyList<TrialReport> reports, int epoch)
    {
        if (reports.Count != epoch - 1) return $"it goes on with epoch {epoch} and has the reports of {reports.Count} epochs";
        var rules = new EventRules();
        for (var done = 0; done < reports.Count; done++)
        {
            if (reports[done] is not { } report) return "a report is missing";
            if ((report.Epoch == done + 1 ? rules.Problem(report) : $"found epoch {report.Epoch}") is { } problem) return $"its report of epoch {done + 1}: {problem}";
        }

        return null;
    }
}
