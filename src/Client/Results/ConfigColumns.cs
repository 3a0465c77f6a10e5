using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Client.Rendering;

namespace Sweep.Client.Results;

/// <summary>Configurations as columns: those that vary for people, all of them for scripts as <c>config.NAME</c>.</summary>
/// <param name="parameters">The parameters of all of them.</param>
/// <param name="forPeople">False when only exact values will be written: then no other text is made.</param>
public sealed class ConfigColumns(VaryingParameters parameters, bool forPeople = true)
{
    private readonly string[] names = [.. parameters.Names, .. parameters.Constant.Select(c => c.Key)];
    private string lastConfig = "";
    private Cell[] lastCells = [];

    public IEnumerable<Column> Columns =>
        parameters.Names.Select(n => new Column($"config.{n}", n) { Style = NumberStyle.Chosen }).Concat(parameters.Constant.Select(c => new Column($"config.{c.Key}", null)));

    /// <summary>The cells of a configuration; those of its replicates, which come one after another, are the same.</summary>
    public IReadOnlyList<Cell> Cells(string configAsJson)
    {
        if (configAsJson == lastConfig) return lastCells;
        (lastConfig, lastCells) = (configAsJson, forPeople ? ForPeople(configAsJson) : ForScripts(configAsJson));
        return lastCells;
    }

    private Cell[] ForPeople(string configAsJson)
    {
        var config = JsonNode.Parse(configAsJson)!.AsObject();
        return Array.ConvertAll(names, n => new Cell(config[n], VaryingParameters.Value(config, n), ParameterText.Number(config[n])));
    }

    private Cell[] ForScripts(string configAsJson)
    {
        using var config = JsonDocument.Parse(configAsJson);
        return Array.ConvertAll(names, n => !config.RootElement.TryGetProperty(n, out var value) ? Cell.None : value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Cell.OfJson(value.GetRawText()),
            _ => new Cell(JsonNode.Parse(value.GetRawText()), ""),
        });
    }
}
