using Sweep.Client.Rendering;
using Sweep.Experiments.Search;

namespace Sweep.Client.Results;

/// <summary>A configuration as columns: those that vary for people, all of them for scripts as <c>config.NAME</c>.</summary>
public static class ConfigColumns
{
    public static IEnumerable<Column> Of(VaryingParameters parameters) =>
        parameters.Names.Select(n => new Column($"config.{n}", n) { Style = NumberStyle.Chosen })
            .Concat(parameters.Constant.Select(c => new Column($"config.{c.Key}", null)));

    public static IEnumerable<Cell> Cells(VaryingParameters parameters, string configAsJson)
    {
        var config = TrialConfig.Parse(configAsJson);
        return parameters.Names.Concat(parameters.Constant.Select(c => c.Key)).Select(n => new Cell(config[n], VaryingParameters.Value(config, n), ParameterText.Number(config[n])));
    }
}
