using System.Text.Json;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;

namespace Sweep.Ledger.Storage;

/// <summary>An attempt as a query gives it: the outcome as the word it is: an expression over it has no type of its own,
/// and of what type it is would hang on the first row.</summary>
internal sealed record StoredAttempt
{
    /// <summary>null while the attempt runs.</summary>
    public static AttemptOutcome? OutcomeOf(string? name) => name is null ? null : EnumText.Parse<AttemptOutcome>(name, "outcome");

    public int Trial { get; init; }
    public int Attempt { get; init; }
    public string Slot { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? Word { get; init; }
    public string? Reason { get; init; }
    public string? StderrTail { get; init; }
    public double ReportedSeconds { get; init; }
    public string? Maker { get; init; }
    public string? Command { get; init; }

    public AttemptRow ToRow() => new()
    {
        Trial = Trial,
        Attempt = Attempt,
        Slot = Slot,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Outcome = OutcomeOf(Word),
        Reason = Reason,
        StderrTail = StderrTail,
        MadeBy = MadeBy.Parse(Maker) is { } maker
            ? maker with { Command = Command is null ? null : JsonSerializer.Deserialize<string>(Command) } : null,
        ReportedSeconds = ReportedSeconds,
    };
}

internal sealed record StoredReport
{
    public int Trial { get; init; }
    public int Epoch { get; init; }
    public int Attempt { get; init; }
    public double? TrainPerplexity { get; init; }
    public double? ValPerplexity { get; init; }
    public double? TokensPerSecond { get; init; }
    public double? Seconds { get; init; }
    public string Metrics { get; init; } = "{}";

    public EpochRow ToRow() => new()
    {
        Trial = Trial,
        Epoch = Epoch,
        Attempt = Attempt,
        Metrics = MetricsJson.Join(TrainPerplexity, ValPerplexity, TokensPerSecond, Metrics),
        Seconds = Seconds ?? 0,
    };
}
