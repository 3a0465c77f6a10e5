using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Search.Strategies;

/// <content>Trials that wait when nothing more lets them go on.</content>
public sealed partial class Strategy
{
    private const string Waited = "waited when the sweep closed: ";
    private const string ClosedBy = "closed";

    /// <summary>Ends the trials that wait, because nothing more will let them go on.</summary>
    /// <param name="closed">Why the sweep takes no trial on any more, as it tells its user; null = the rule lets none go on.</param>
    public IReadOnlyList<Decision> StopPaused(string? closed = null) => StopPaused(closed, isNoted: true);

    /// <summary>The same for a decision of the log that stopped one, of whose cause the log alone knows.</summary>
    internal IReadOnlyList<Decision> StopPausedAgain(Decision logged)
    {
        if (NotedCause(logged) is { } closed) return StopPaused(closed, isNoted: true);
        // Logs of earlier versions say it in the sentence alone.
        var isToldOnly = logged.Evidence is null && logged.Reason?.StartsWith(Waited, StringComparison.Ordinal) == true;
        return StopPaused(isToldOnly ? logged.Reason![Waited.Length..] : null, isNoted: false);
    }

    private List<Decision> StopPaused(string? closed, bool isNoted)
    {
        var waiting = paused.Order().ToList();
        paused.Clear();
        var reason = closed is null ? $"{stopper.Name}: was not promoted" : Waited + closed;
        var evidence = closed is null || !isNoted ? null : new JsonObject { [ClosedBy] = closed }.ToJsonString();
        return waiting.ConvertAll(trial => Next(DecisionKind.Stop, trial, Seen) with { Reason = reason, Evidence = evidence });
    }

    private static string? NotedCause(Decision logged) =>
        logged.Evidence is { } evidence && JsonNode.Parse(evidence) is JsonObject facts && facts[ClosedBy] is JsonValue cause
            && cause.TryGetValue<string>(out var closed) ? closed : null;
}
