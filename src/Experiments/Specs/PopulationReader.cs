using Sweep.Contracts.Text;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Encodings;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Populations;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>early_terminate</c> of the type <c>pbt</c>.</summary>
/// <param name="keys">The block.</param>
/// <param name="errors">Takes the errors.</param>
internal sealed class PopulationReader(KeyReader keys, SpecErrors errors)
{
    public Func<IStopper> Read(StopperReader.Given given)
    {
        keys.RefuseOthers(["type", "interval", "quantile", "resample", "explore"], "'early_terminate'");
        if (!StopperReader.TrialsFork)
            errors.Add(keys.Node("type")!.At, "'pbt' is not available in this version: use 'hyperband' or 'median'");
        var rules = new PbtRules((int?)keys.Whole("interval", 1, int.MaxValue) ?? 5, given.Seed)
        {
            Quantile = keys.Number("quantile", value => value is > 0 and <= 0.5, "a number above 0, at most 0.5") ?? 0.25,
            Resample = keys.Number("resample", value => value is >= 0 and <= 1, "a number from 0 to 1") ?? 0.25,
            Explored = Explored([.. given.Space?.Parameters.Select(parameter => parameter.Name) ?? []]),
            Maximize = given.Maximize,
        };
        return given.Space is { } space ? () => new PbtStopper(new EncodedSpace(space), rules) : () => new NoStopper();
    }

    private string[]? Explored(string[] known)
    {
        if (keys.Node("explore") is not { } node) return null;
        if (node is not YamlList { Items: { Count: > 0 } items } || items.Any(item => item is not YamlScalar))
        {
            errors.Add(node.At, $"'early_terminate.explore' is a list of parameters' names, found {node.Describe()}");
            return null;
        }

        foreach (var item in items.Cast<YamlScalar>().Where(item => known.Length > 0 && !known.Contains(item.Text)))
        {
            errors.Add(item.At,
                $"'early_terminate.explore' names '{item.Text}', which is no parameter{Suggestion.For(item.Text, known)} " +
                    $"(parameters: {Suggestion.List(known)})");
        }

        return [.. items.Cast<YamlScalar>().Select(item => item.Text)];
    }
}
