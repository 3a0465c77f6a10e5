using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Reports.Tables;
using Sweep.Reports.Text;
using Sweep.Search.Spaces;

namespace Sweep.Reports.Parameters;

/// <summary>Configurations as columns: those that vary for people, all of them for scripts as <c>config.NAME</c>.</summary>
/// <param name="parameters">The parameters of all of them.</param>
/// <param name="forPeople">False when only exact values will be written: then no other text is made.</param>
public sealed class ConfigColumns(VaryingParameters parameters, bool forPeople = true)
{
    private readonly string[] names = [.. parameters.Names, .. parameters.Constant.Select(c => c.Key)];
    private readonly ConfigReader reader = new();
    private readonly List<int> columns = [];
    private TrialConfig? lastConfig;
    private Cell[] lastCells = [];

    /// <summary>One column for each parameter that varies.</summary>
    public IEnumerable<Column> Columns =>
        parameters.Names.Select(n => new Column($"config.{n}", n) { Style = NumberStyle.Chosen })
            .Concat(parameters.Constant.Select(c => new Column($"config.{c.Key}", null)));

    /// <summary>The cells of a configuration; those of its replicates, which come one after another, are the same.</summary>
    public IReadOnlyList<Cell> Cells(TrialConfig config)
    {
        if (config.Equals(lastConfig)) return lastCells;
        (lastConfig, lastCells) = (config, forPeople ? ForPeople(config.ToJson()) : ForScripts(config.Json));
        return lastCells;
    }

    private Cell[] ForPeople(JsonObject config) =>
        Array.ConvertAll(names, n => new Cell(config[n], VaryingParameters.Value(config, n), ParameterText.Number(config[n])));

    private Cell[] ForScripts(string configAsJson)
    {
        var cells = new Cell[names.Length];
        Array.Fill(cells, Cell.None);
        reader.Read(configAsJson, (parameter, value, type) =>
        {
            if (parameter == columns.Count) columns.Add(Array.IndexOf(names, reader.Names[parameter]));
            cells[columns[parameter]] = type switch
            {
                JsonTokenType.String => ConfigReader.Text(value, type),
                JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Cell.OfJson(ConfigReader.Text(value, type)),
                _ => new Cell(JsonNode.Parse(value), ""),
            };
        });
        return cells;
    }
}
