using Sweep.Contracts.Text;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Encodings;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Populations;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>early_terminate</c> of the type <c>pbt</c>.</summary>
internal sealed class PopulationReader(KeyReader keys, SpecErrors errors)
{
    private const string Epochs = "epochs";

    public Func<IStopper> Read(StopperReader.Given given)
    {
        keys.RefuseOthers(["type", "interval", "quantile", "resample", "explore"], "'early_terminate'");
        CheckSweep(given);
        var rules = new PbtRules((int?)keys.Whole("interval", 1, int.MaxValue) ?? 5, given.Seed)
        {
            Population = Population(given),
            Quantile = keys.Number("quantile", value => value is > 0 and <= 0.5, "a number above 0, at most 0.5") ?? 0.25,
            Resample = keys.Number("resample", value => value is >= 0 and <= 1, "a number from 0 to 1") ?? 0.25,
            Explored = Explored(given),
            Maximize = given.Maximize,
        };
        return given.Space is { } space ? () => new PbtStopper(new EncodedSpace(space), rules) : () => new NoStopper();
    }

    /// <summary>Trials that begin from the start: as many as may, and as there are configurations for.</summary>
    private static int Population(StopperReader.Given given) =>
        (int)Math.Min(given.MaxTrials ?? int.MaxValue, given.Sampler?.Count ?? given.MaxTrials ?? 1);

    private void CheckSweep(StopperReader.Given given)
    {
        var at = keys.Node("type")!.At;
        if (!given.KeepsCheckpoints)
            errors.Add(at, "'pbt' begins trials with checkpoints of others, and Sweep does not know those of a program: use 'asha'");
        if (given.Sampler is { IsAdaptive: true } sampler)
            errors.Add(at, $"'pbt' chooses by itself after the first trials: write method: random, sobol or grid (found {sampler.Name})");
        if (given is { Sampler: { Count: null, IsAdaptive: false }, MaxTrials: null })
            errors.Add(at, "'pbt' needs to know how many trials go on side by side: add 'run_cap: 20'");
        if (given.Replicates > 1)
            errors.Add(at, "'pbt' changes configurations as they train, so they have no replicates: remove " +
                $"'replicates: {given.Replicates}'");
    }

    /// <summary>What a fork may change: what the file says, else all that vary and may.</summary>
    private string[]? Explored(StopperReader.Given given)
    {
        string[] varied = [.. given.Space?.Parameters.Where(one => one.Domain.Count is not 1).Select(one => one.Name) ?? []];
        bool May(string name) => given.Changeable?.Contains(name) ?? name != Epochs;
        if (keys.Node("explore") is not { } node)
        {
            string[] may = [.. varied.Where(May)];
            if (given.Space is not null && may.Length == 0)
                errors.Add(keys.Node("type")!.At, "'pbt' has nothing to explore: no parameter varies that may change while a trial " +
                    "trains " + (given.Changeable is { } known ? $"({Suggestion.List(known)})" : $"(all but {Epochs})"));
            return may;
        }

        var named = Named(node, [.. given.Space?.Parameters.Select(parameter => parameter.Name) ?? []]);
        foreach (var name in (named ?? []).Where(name => !May(name)))
            errors.Add(node.At, $"'early_terminate.explore' names '{name}', which cannot change while a trial trains" +
                (given.Changeable is { } known ? $" (these can: {Suggestion.List(known)})" : ""));
        return named;
    }

    private string[]? Named(YamlNode node, string[] known)
    {
        if (node is not YamlList { Items: { Count: > 0 } items } || items.Any(item => item is not YamlScalar))
        {
            errors.Add(node.At, $"'early_terminate.explore' is a list of parameters' names, found {node.Describe()}");
            return null;
        }

        foreach (var item in items.Cast<YamlScalar>().Where(item => known.Length > 0 && !known.Contains(item.Text)))
            errors.Add(item.At, $"'early_terminate.explore' names '{item.Text}', which is no parameter" +
                $"{Suggestion.For(item.Text, known)} (parameters: {Suggestion.List(known)})");
        return [.. items.Cast<YamlScalar>().Select(item => item.Text)];
    }
}
