using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Search.Samplers;

/// <summary>What is known of other sweeps, as the text that a ledger keeps: the same numbers to the bit.</summary>
public static class KnownObservations
{
    private const string Infinite = "infinite";

    /// <summary>Writes observations; null when there are none.</summary>
    /// <param name="known">In their order; their numbers follow from it.</param>
    public static string? Write(IReadOnlyList<Observation> known) =>
        known.Count == 0 ? null : new JsonArray([.. known.Select(Json)]).ToJsonString();

    /// <summary>Reads what was written; empty for null.</summary>
    /// <exception cref="JsonException">The text is another one.</exception>
    public static IReadOnlyList<Observation> Read(string? text)
    {
        if (text is null) return [];
        var items = JsonNode.Parse(text)?.AsArray() ?? throw new JsonException("expected a list of observations");
        return Numbered([.. items.Select(item => Observation(item!.AsObject()))]);
    }

    /// <summary>The same under negative numbers that keep their order, and marked as those of an earlier sweep.</summary>
    public static IReadOnlyList<Observation> Numbered(IReadOnlyList<Observation> known) =>
        [.. known.Select((one, place) => one with { Index = place - known.Count, IsForeign = true })];

    private static JsonNode Json(Observation known)
    {
        var json = new JsonObject
        {
            ["config"] = known.Config.ToJson(),
            ["loss"] = known.Loss,
            ["replicates"] = known.Replicates,
            ["rungs"] = new JsonArray([.. known.Rungs.Select(rung => new JsonArray(rung.Epoch, rung.Loss))]),
        };
        if (known.Objectives.Count > 0)
            json["objectives"] = new JsonArray([.. known.Objectives.Select(value => (JsonNode)JsonValue.Create(value))]);
        // There is no number in JSON for what lacks a metric.
        if (double.IsInfinity(known.Violation)) json["violation"] = Infinite;
        else if (known.Violation > 0) json["violation"] = known.Violation;
        return json;
    }

    private static Observation Observation(JsonObject known) => new(
        -1, TrialConfig.Parse(known["config"]!.ToJsonString()), known["loss"]?.GetValue<double>())
    {
        Replicates = known["replicates"]!.GetValue<int>(),
        Rungs = [.. known["rungs"]!.AsArray().Select(rung => new RungLoss(rung![0]!.GetValue<int>(), rung[1]!.GetValue<double>()))],
        Objectives = [.. (known["objectives"]?.AsArray() ?? []).Select(value => value!.GetValue<double>())],
        Violation = known["violation"] is not JsonValue violation ? 0
            : violation.TryGetValue<double>(out var amount) ? amount : double.PositiveInfinity,
    };
}
