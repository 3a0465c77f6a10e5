using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Search.Objectives;

/// <summary>What a sweep asks of the results of its trials: objectives, and constraints that should hold. Immutable.</summary>
/// <param name="Objectives">At least one; the first is the metric of the sweep. None in a sweep that ranks nothing.</param>
/// <param name="Constraints">All of them should hold.</param>
public sealed record Goals(IReadOnlyList<Objective> Objectives, IReadOnlyList<OutcomeConstraint> Constraints)
{
    /// <summary>One objective, or none, without constraints: what the metric of a sweep says already.</summary>
    public static Goals Of(string metric, bool maximize) => new(metric.Length == 0 ? [] : [new(metric, maximize)], []);

    /// <summary>True when the metric of the sweep says all.</summary>
    public bool IsPlain => Objectives.Count < 2 && Constraints.Count == 0;

    /// <summary>True when trials are compared by more than one objective.</summary>
    public bool HasSeveral => Objectives.Count > 1;

    /// <summary>Metrics that count beside the sweep's own.</summary>
    public IReadOnlyList<string> Others =>
    [
        .. Objectives.Select(objective => objective.Name)
            .Concat(Constraints.SelectMany(constraint => constraint.Metrics).Select(metric => metric.Name)).Distinct()
            .Where(name => Objectives.Count == 0 || name != Objectives[0].Name),
    ];

    /// <summary>How configurations are ranked, for people, by the best or the last report of a trial; empty without an objective.</summary>
    public string Order(MetricSummary summary)
    {
        if (Objectives.Count == 0) return "";
        var (first, broken) = (Objectives[0], Constraints.Count == 0 ? "" : $"; last what breaks {string.Join(" or ", Constraints)}");
        if (!HasSeveral) return RankOrder.Words(first.Name, first.Maximize, summary) + broken;
        var names = Objectives.Select(objective => $"{objective.Name} ({(objective.Maximize ? "highest" : "lowest")} first)");
        var epoch = summary == MetricSummary.Last ? "at the last epoch" : $"at the epoch with the best {first.Name}";
        return $"ranked by Pareto fronts of {string.Join(", ", names)}, {epoch}{broken}";
    }

    /// <summary>An objective by its name; null when there is none.</summary>
    public Objective? Find(string name) => Objectives.FirstOrDefault(objective => objective.Name == name);

    /// <summary>What the metrics of the epoch that counts say.</summary>
    public Outcome Of(IReadOnlyDictionary<string, double> metrics)
    {
        double[]? losses = Objectives.All(objective => metrics.ContainsKey(objective.Name))
            ? [.. Objectives.Select(objective => objective.Loss(metrics[objective.Name]))] : null;
        return new(losses, Constraints.Sum(constraint => constraint.Violation(metrics)));
    }

    /// <summary>What a value of the first objective and <see cref="OthersIn"/> of the same report say.</summary>
    public Outcome Of(double value, string? others)
    {
        var metrics = others is null ? [] : JsonSerializer.Deserialize<Dictionary<string, double>>(others)!;
        metrics[Objectives[0].Name] = value;
        return Of(metrics);
    }

    /// <summary>The metrics of a report that count beside the sweep's own, as a JSON object; null when there are none.</summary>
    public string? OthersIn(IReadOnlyDictionary<string, double> metrics)
    {
        var known = Others.Where(metrics.ContainsKey).ToDictionary(name => name, name => metrics[name]);
        return known.Count == 0 ? null : JsonSerializer.Serialize(known);
    }

    /// <summary>As JSON; null when <see cref="IsPlain"/>.</summary>
    public string? ToJson() => IsPlain ? null : new JsonObject
    {
        ["objectives"] = new JsonArray([.. Objectives.Select(objective =>
            new JsonObject { ["name"] = objective.Name, ["goal"] = objective.Maximize ? "maximize" : "minimize" })]),
        ["constraints"] = new JsonArray([.. Constraints.Select(constraint => JsonValue.Create(constraint.Text))]),
    }.ToJsonString();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text; null = there is nothing but the metric.</param>
    /// <param name="metric">The sweep's metric; empty = none.</param>
    /// <param name="maximize">True when a larger one is better.</param>
    /// <exception cref="FormatException">The text is none that this program writes.</exception>
    public static Goals Parse(string? json, string metric, bool maximize)
    {
        if (json is null) return Of(metric, maximize);
        try
        {
            var read = JsonNode.Parse(json)!;
            return new(
                [.. read["objectives"]!.AsArray().Select(one =>
                    new Objective((string)one!["name"]!, (string)one["goal"]! == "maximize"))],
                [.. read["constraints"]!.AsArray().Select(text => OutcomeConstraint.Parse((string)text!))]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException
            or Expressions.ExpressionException)
        {
            throw new FormatException($"expected the goals of a sweep, found '{json}'", e);
        }
    }
}

/// <summary>What a trial is worth.</summary>
/// <param name="Losses">One for each objective, lower is better; null where one was not reported.</param>
/// <param name="Violation">By how much constraints are broken together; 0 = all hold, infinite = a metric that they name was not
/// reported.</param>
public sealed record Outcome(IReadOnlyList<double>? Losses, double Violation);

/// <summary>One of the metrics that a sweep makes small or large, by its name in reports.</summary>
public sealed record Objective(string Name, bool Maximize = false)
{
    /// <summary>A value turned so that lower is better; its own inverse.</summary>
    public double Loss(double value) => Maximize ? -value : value;
}
