using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs.Yaml;
using Sweep.Search.Domains;
using Sweep.Search.Samplers;

namespace Sweep.Experiments.Specs;

/// <summary>Reads the distributions over numbers, whose keys have been found complete.</summary>
internal sealed class RangeReader(string name, ParameterDefinition? definition, ParameterValues values, SpecErrors errors)
{
    private const double MostExact = 9_007_199_254_740_992;
    private const double MaxExponent = 700;

    public IDomain? Read(KeyReader keys, string distribution)
    {
        if (definition?.Kind is ParameterKind.Choice or ParameterKind.Boolean or ParameterKind.Text)
        {
            errors.Add(keys.Map.At, $"'{name}' is {ParameterValues.Expected(definition)}, it has no range of numbers: list its 'values'");
            return null;
        }

        if (distribution == "int_uniform") return Integers(keys);
        var isQuantized = distribution.StartsWith("q_", StringComparison.Ordinal);
        var before = errors.Count;
        var continuous = ReadDistribution(keys, isQuantized ? distribution[2..] : distribution);
        var q = keys.Number("q", value => value > 0, "a number above 0") ?? 1;
        if (continuous is null || errors.Count > before || !IsFinite(keys, distribution, continuous, isQuantized ? q : null)) return null;
        return isQuantized ? Quantized(keys, distribution, continuous, q) : Continuous(keys, distribution, continuous);
    }

    /// <summary>Reports values that no number can hold; a draw would give them sooner or later.</summary>
    private bool IsFinite(KeyReader keys, string distribution, Distribution continuous, double? q)
    {
        if (new[] { RandomDraws.LeastShare, 1 - RandomDraws.LeastShare }.Select(continuous.Quantile)
            .All(value => double.IsFinite(q is { } step ? Math.Round(value / step) * step : value))) return true;
        errors.Add(keys.Map.At, $"'{name}' has values beyond what a number can hold ('{distribution}' draws them): choose a narrower " +
            $"range{(q is null ? "" : ", or a larger q")}");
        return false;
    }

    private IntegerDomain? Integers(KeyReader keys)
    {
        var min = Bound(keys, "min");
        var max = Bound(keys, "max");
        if (min is null || max is null || !InOrder(keys, min.Value, max.Value)) return null;
        values.CheckRange(keys.Map.At, "int_uniform", min.Value, true, max.Value, true);
        return new IntegerDomain(min.Value, max.Value);
    }

    private long? Bound(KeyReader keys, string key)
    {
        var node = keys.Node(key)!;
        if (node is YamlScalar scalar && KeyReader.Whole(scalar) is { } whole && Math.Abs((double)whole) <= MostExact) return whole;
        var wayOut = node is YamlScalar { Value: double } && definition is null ? ": for fractions use distribution 'uniform'" : "";
        errors.Add(node.At, $"'{name}.{key}' is a whole number, found {node.Describe()}{wayOut}");
        return null;
    }

    private Distribution? ReadDistribution(KeyReader keys, string family)
    {
        if (family is "normal" or "log_normal")
        {
            var mu = Real(keys, "mu") ?? 0;
            var sigma = keys.Number("sigma", value => value > 0, "a number above 0") ?? 1;
            return family == "normal" ? new Distribution.Gaussian(mu, sigma) : new Distribution.LogGaussian(mu, sigma);
        }

        if (family == "beta") return new Distribution.BetaShape(Shape(keys, "a"), Shape(keys, "b"));
        if (Real(keys, "min") is not { } min || Real(keys, "max") is not { } max || !InOrder(keys, min, max)) return null;
        return family switch
        {
            "uniform" => new Distribution.Uniform(min, max),
            "log_uniform" => Exponents(keys, family, min, max),
            "inv_log_uniform" => Exponents(keys, family, -max, -min),
            _ => Logarithms(keys, min, max),
        };
    }

    // Beyond these the inverse of the distribution cannot be computed.
    private static double Shape(KeyReader keys, string key) =>
        keys.Number(key, value => value is >= 0.001 and <= 1e6, "a number from 0.001 to 1000000") ?? 1;

    private Distribution.LogUniform? Exponents(KeyReader keys, string family, double min, double max)
    {
        if (Math.Abs(min) <= MaxExponent && Math.Abs(max) <= MaxExponent)
        {
            new ExponentBounds(errors).Check(keys, name, family);
            return new(Math.Exp(min), Math.Exp(max));
        }

        errors.Add(keys.Map.At, $"the bounds of '{family}' are exponents of e, from -{MaxExponent} to {MaxExponent}: to give the values " +
            $"themselves use '{family}_values'");
        return null;
    }

    private Distribution.LogUniform? Logarithms(KeyReader keys, double min, double max)
    {
        if (min > 0) return new(min, max);
        errors.Add(keys.Node("min")!.At,
            $"'{name}.min' is above 0, because its logarithm is taken; found {keys.Node("min")!.Describe()}: use 'uniform' to reach 0");
        return null;
    }

    private RealDomain? Continuous(KeyReader keys, string distribution, Distribution continuous)
    {
        if (definition?.Kind is ParameterKind.Integer or ParameterKind.ChoiceOrInteger)
        {
            var whole = DistributionKeys.Of.ContainsKey("q_" + distribution) ? "q_" + distribution : "q_log_uniform_values";
            errors.Add(keys.At("distribution"), $"'{name}' is {ParameterValues.Expected(definition)}, but '{distribution}' gives " +
                $"fractions: use 'int_uniform' or '{whole}' with q: 1");
            return null;
        }

        var isOpen = continuous is Distribution.LogGaussian or Distribution.BetaShape or Distribution.Gaussian;
        values.CheckRange(keys.Map.At, $"'{distribution}'", continuous.Low, !isOpen, continuous.High, !isOpen);
        return new RealDomain(distribution, continuous);
    }

    private QuantizedDomain? Quantized(KeyReader keys, string distribution, Distribution continuous, double q)
    {
        var domain = new QuantizedDomain(distribution, continuous, q);
        if (definition?.Kind is ParameterKind.Integer or ParameterKind.ChoiceOrInteger && q != Math.Floor(q))
            errors.Add(keys.Node("q")!.At,
                $"'{name}' is {ParameterValues.Expected(definition)}, but multiples of q = {q:G6} are not whole: use q: 1");
        if (distribution is "q_uniform" or "q_log_uniform_values" or "q_beta"
            && (domain.Low < continuous.Low - (1e-9 * q) || domain.High > continuous.High + (1e-9 * q)))
            Leaves(keys.Map.At, distribution, continuous, domain, q);
        else
            values.CheckRange(keys.Map.At, $"'{distribution}'", domain.Low, true, domain.High, true);
        return domain;
    }

    // Programs run the files of W&B, which draws beyond the bounds there.
    private void Leaves(SpecPosition at, string distribution, Distribution continuous, QuantizedDomain domain, double q)
    {
        var multiples = $"the multiples of q from {domain.Low:G6} to {domain.High:G6}";
        var wayOut = distribution == "q_beta" ? "choose a q that divides 1" : $"make 'min' and 'max' multiples of q = {q:G6}";
        var message = $"'{name}' has {multiples}, which leaves its range of {continuous.Low:G6} to {continuous.High:G6}: {wayOut}";
        if (definition is null) errors.Notice(at, message);
        else errors.Add(at, message);
    }

    private bool InOrder(KeyReader keys, double min, double max)
    {
        if (min <= max) return true;
        errors.Add(keys.Node("min")!.At,
            $"'{name}' has min {keys.Node("min")!.Describe()} above max {keys.Node("max")!.Describe()}: swap them");
        return false;
    }

    private static double? Real(KeyReader keys, string key) => keys.Number(key, double.IsFinite, "a number");
}
