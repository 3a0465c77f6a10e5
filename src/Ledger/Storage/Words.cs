using System.Text.Json;
using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Storage;

/// <summary>Enumerations as the words stored in the ledger, the same as in the worker protocol.</summary>
internal static class Words
{
    private static readonly Dictionary<AttemptOutcome, string> Outcomes =
        Enum.GetValues<AttemptOutcome>().ToDictionary(outcome => outcome, outcome => JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.ToString()));

    private static readonly Dictionary<string, TrialStatus> Statuses = Enum.GetValues<TrialStatus>().ToDictionary(status => status.Word(), StringComparer.Ordinal);

    /// <summary>The status of a stored word.</summary>
    public static TrialStatus Status(string word) => Statuses.TryGetValue(word, out var status) ? status : throw new FormatException($"there is no status '{word}'");

    public static string Word(this AttemptOutcome outcome) => Outcomes[outcome];

    /// <summary>The outcome of a stored word; null while the attempt runs.</summary>
    public static AttemptOutcome? Outcome(string? word) => word is null ? null
        : Outcomes.FirstOrDefault(known => known.Value == word) is { Value: not null } found ? found.Key
        : throw new FormatException($"there is no outcome '{word}'");

    public static string Word(this SweepStatus status) => status.ToString().ToLowerInvariant();
}
