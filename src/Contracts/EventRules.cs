using System.Text.Json.Nodes;

namespace Sweep.Contracts;

/// <summary>What the worker, or the program, of one attempt may say: which numbers make sense, and in which order. Whoever reads events
/// asks it: the worker of a program, the node of a worker, the coordinator of a node. One instance per attempt. Pure.</summary>
/// <param name="planned">Epochs of the trial as it was planned; null when nobody knows before the attempt says so.</param>
public sealed class EventRules(int? planned = null)
{
    /// <summary>Most epochs of a trial.</summary>
    public const int MostEpochs = 1_000_000_000;

    /// <summary>Longest epoch in seconds: some thirty years.</summary>
    public const double MostSeconds = 1e9;

    private int? epochs = planned;
    private int last;

    /// <summary>The rules of an attempt with this configuration: one that names its <c>epochs</c> has so many,
    /// unless the attempt says otherwise when it starts.</summary>
    public static EventRules For(JsonObject config) =>
        new(config["epochs"] is JsonValue value && value.TryGetValue<int>(out var count) && count is > 0 and <= MostEpochs ? count : null);

    /// <summary>Looks at the next event of the attempt.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? Problem(TrialEvent said)
    {
        if (Flaw(said) is { } flaw) return flaw;
        if (said is TrialStarted { Epochs: > 0 } started) epochs = started.Epochs;
        if (said is not TrialReport report) return null;
        if (report.Epoch > (epochs ?? MostEpochs)) return $"epoch must be from 1 to {epochs ?? MostEpochs}, found {report.Epoch}";
        if (report.Epoch <= last) return $"epoch {report.Epoch} comes after epoch {last}; every epoch is reported once, in order";
        last = report.Epoch;
        return null;
    }

    /// <summary>What is wrong with an event whatever came before it; null when nothing is.</summary>
    public static string? Flaw(TrialEvent said) => said switch
    {
        TrialStarted { Epochs: < 0 or > MostEpochs } started => $"epochs must be from 0 to {MostEpochs}, found {started.Epochs}",
        TrialStarted { EpochsDone: < 0 or > MostEpochs } started =>
            $"epochs_done must be from 0 to {MostEpochs}, found {started.EpochsDone}",
        TrialReport { Epoch: < 1 } report => $"epoch must be at least 1, found {report.Epoch}",
        TrialReport { Epoch: > MostEpochs } report => $"epoch must be from 1 to {MostEpochs}, found {report.Epoch}",
        TrialReport { Seconds: not (>= 0 and <= MostSeconds) } report => $"seconds must be from 0 to {MostSeconds}, found {report.Seconds}",
        TrialReport { Metrics: null } => "metrics must be an object of numbers",
        TrialReport report when report.Metrics.FirstOrDefault(m => !double.IsFinite(m.Value)) is { Key: { } name } metric =>
            $"the metric '{name}' must be a finite number, found {metric.Value}",
        TrialEnded ended when !Enum.IsDefined(ended.Outcome) => $"there is no outcome {(int)ended.Outcome}",
        _ => null,
    };

    /// <summary>A sign of life without the numbers that make no sense. They are shown and never kept, so they end nothing.</summary>
    public static TrialProgress Tidy(TrialProgress sign) => sign with
    {
        Epoch = Math.Clamp(sign.Epoch, 0, MostEpochs),
        Fraction = double.IsNaN(sign.Fraction) ? 0 : Math.Clamp(sign.Fraction, 0, 1),
        TokensPerSecond = double.IsFinite(sign.TokensPerSecond) ? Math.Max(0, sign.TokensPerSecond) : 0,
        TrainPerplexity = sign.TrainPerplexity is { } perplexity && double.IsFinite(perplexity) ? perplexity : null,
    };
}
