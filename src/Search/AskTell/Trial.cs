using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Text;

namespace Sweep.Search.AskTell;

/// <summary>What <see cref="Study.Ask"/> gives: a configuration to try. Immutable.</summary>
public sealed class Trial
{
    internal Trial(int number, TrialConfig config, int replicate, long seed) =>
        (Number, Config, Replicate, Seed) = (number, config, replicate, seed);

    internal Trial(Trial before, int epochsDone) : this(before.Number, before.Config, before.Replicate, before.Seed) =>
        (Reason, EpochsDone) = (before.Reason, epochsDone);

    /// <summary>Number in the study, from 0.</summary>
    public int Number { get; }

    /// <summary>The configuration.</summary>
    public TrialConfig Config { get; }

    /// <summary>Which seed of its configuration it is, from 0.</summary>
    public int Replicate { get; }

    /// <summary>A seed for the trial's own randomness. Equal replicates of all configurations have equal seeds, so that comparisons are
    /// paired.</summary>
    public long Seed { get; }

    /// <summary>Why it is tried, one sentence for people; null = there is nothing to tell.</summary>
    public string? Reason { get; internal init; }

    /// <summary>Epochs that were reported before it paused, so that it goes on after them; 0 = it begins.</summary>
    public int EpochsDone { get; }

    /// <summary>True when the configuration has the parameter: one with a condition exists only where the condition holds.</summary>
    public bool Has(string name) => Config.Has(name);

    /// <summary>A number.</summary>
    /// <exception cref="KeyNotFoundException">The configuration has no such parameter.</exception>
    /// <exception cref="InvalidOperationException">Its value is no number.</exception>
    public double Real(string name) => Get<double>(name, "a number");

    /// <summary>A whole number.</summary>
    /// <exception cref="KeyNotFoundException">The configuration has no such parameter.</exception>
    /// <exception cref="InvalidOperationException">Its value is no whole number, or beyond ±2^31.</exception>
    public int Integer(string name) => Get<int>(name, "a whole number within ±2^31");

    /// <summary>True or false.</summary>
    /// <exception cref="KeyNotFoundException">The configuration has no such parameter.</exception>
    /// <exception cref="InvalidOperationException">Its value is neither.</exception>
    public bool Boolean(string name) =>
        Value(name) is { } value && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.GetValue<bool>()
            : throw Unlike(name, "true or false");

    /// <summary>A value as text; numbers and booleans as JSON writes them, null as <c>null</c>.</summary>
    /// <exception cref="KeyNotFoundException">The configuration has no such parameter.</exception>
    public string Text(string name) => Value(name)?.ToString() ?? "null";

    /// <inheritdoc />
    public override string ToString() => $"trial {Number}: {Config}";

    private T Get<T>(string name, string kind) where T : struct =>
        Value(name) is JsonValue value && value.TryGetValue<T>(out var number) ? number : throw Unlike(name, kind);

    private JsonNode? Value(string name) => Config.Has(name) ? Config[name] : throw new KeyNotFoundException(
        $"trial {Number} has no parameter '{name}'{Suggestion.For(name, Config.Names)} (parameters: {Suggestion.List(Config.Names)}): " +
            "where it has a condition, ask 'Has' first");

    private InvalidOperationException Unlike(string name, string kind) =>
        new($"'{name}' of trial {Number} was asked for as {kind}; it is {Value(name)?.ToJsonString() ?? "null"}");
}

/// <summary>What follows from a report.</summary>
/// <param name="Next">What the trial does now.</param>
/// <param name="Reason">Why, one sentence for people; null where it just goes on.</param>
public readonly record struct ReportAnswer(NextStep Next, string? Reason)
{
    /// <summary>True when the trial leaves its loop: it has been stopped, or it pauses.</summary>
    public bool ShouldStop => Next != NextStep.GoOn;
}

/// <summary>What a trial does after a report.</summary>
public enum NextStep
{
    /// <summary>It trains the next epoch.</summary>
    GoOn,

    /// <summary>It has ended; nothing need be told.</summary>
    Stop,

    /// <summary>It keeps a checkpoint and waits until <see cref="Study.Ask"/> gives it again; without more epochs it is told.</summary>
    Pause,
}

/// <summary>A trial of a study and what became of it.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Status">Running, paused, or how it ended.</param>
/// <param name="Epochs">The last epoch that it reported; 0 = none.</param>
/// <param name="Value">What it was told, or its best or last report; null = none yet, or it diverged or failed.</param>
/// <param name="Reason">Why it was stopped, waits, diverged or failed, one sentence for people; null = nothing to tell.</param>
public sealed record TrialResult(Trial Trial, TrialStatus Status, int Epochs, double? Value, string? Reason);

/// <summary>A configuration with its value, the mean over its trials, and their numbers.</summary>
public sealed record BestConfiguration(TrialConfig Config, double Value, IReadOnlyList<int> Trials);
