using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Expressions;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;

namespace Sweep.Experiments.Specs;

/// <summary>Reads <c>method</c> and makes its sampler over a space, when the two fit.</summary>
internal sealed class SamplerReader(SpecErrors errors)
{
    private static readonly string[] Methods = [.. SamplerFactory.Methods];

    private static readonly Dictionary<string, string> Later = new[] { "bayes", "custom", "tpe", "gp", "cmaes" }.Except(Methods)
        .ToDictionary(method => method, method => $"method '{method}' is not available in this version: use 'grid' or 'random'");

    /// <summary>The method; null when it was reported.</summary>
    public static string? Method(KeyReader root)
    {
        root.Require("method", SweepKeys.Known, "the key 'method' is missing: 'grid' tries every combination, 'random' draws them");
        return root.Word("method", Methods, Later);
    }

    /// <summary>Reports what a grid cannot walk.</summary>
    public void CheckGrid(IReadOnlyList<WrittenParameter> parameters, IReadOnlyList<Constraint> constraints)
    {
        foreach (var (name, at, domain, _, _) in parameters)
        {
            if (domain is { Count: null })
                errors.Add(at, $"'{name}' has a continuous range ('{domain.Distribution}'), which a grid cannot walk: list its 'values', " +
                    "or use method: random");
            else if (domain is { Distribution: "categorical_w_probabilities" })
                errors.Add(at, $"'{name}' has probabilities, which mean nothing in a grid: remove them, or use method: random");
        }

        var combinations = parameters.Aggregate(1.0, (product, parameter) => product * (parameter.Domain?.Count ?? 1));
        var problem = combinations switch
        {
            > GridSampler.MaxCombinations => $", at most {GridSampler.MaxCombinations:N0} can be walked",
            _ when !GridWalk.CanWalk(combinations, SearchSpace.EffortOf(parameters.Count, constraints) + parameters.Sum(Conditions)) =>
                $" of {parameters.Count:N0} parameters under {constraints.Count:N0} constraints, too many to walk",
            _ => null,
        };
        if (problem is not null) errors.Add(parameters[0].At,
            $"the grid has {combinations:N0} combinations{problem}: list fewer values, or use method: random with run_cap");
    }

    private static int Conditions(WrittenParameter parameter) => parameter.Whens.OfType<YamlMap>().Sum(map => map.Entries.Count);

    /// <summary>The sampler; null when nothing is left to try, which is reported at a constraint or at <paramref name="at"/>.</summary>
    public ISampler? Make(
        string method, SearchSpace space, long seed, bool hasSeveral,
        IReadOnlyList<(Constraint Constraint, SpecPosition At)> constraints, SpecPosition at)
    {
        var sampler = SamplerFactory.Make(method, space, seed, hasSeveral);
        try
        {
            if (sampler.Suggest(0, SearchHistory.Empty) is not null) return sampler;
            var tried = sampler.Count is null ? $"none of {RandomDraws.AttemptsIn(space):N0} random configurations meets them"
                : "no combination meets them";
            errors.Add(constraints.Count > 0 ? constraints[0].At : at, $"the constraints leave nothing to try: {tried}");
        }
        catch (ExpressionException e)
        {
            errors.Add(constraints.FirstOrDefault(constraint => constraint.Constraint.Text == e.Expression).At, e.Message);
        }

        return null;
    }
}
