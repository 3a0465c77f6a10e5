using System.Text.Json.Nodes;
using Sweep.Search.Domains;
using Sweep.Search.Spaces;

namespace Sweep.Bench.Search.Functions;

/// <summary>Short names for the parameters of test functions.</summary>
internal static class Dimensions
{
    /// <summary>A space without constraints.</summary>
    public static SearchSpace Space(params IEnumerable<SpaceParameter> parameters) => new([.. parameters], []);

    /// <summary>Real parameters with the same range: prefix0, prefix1, ...</summary>
    public static IEnumerable<SpaceParameter> Reals(int count, double low, double high, string prefix = "x") =>
        Enumerable.Range(0, count).Select(i => Real($"{prefix}{i}", low, high));

    /// <summary>Every value of a range equally likely.</summary>
    public static SpaceParameter Real(string name, double low, double high) =>
        new(name, new RealDomain("uniform", new Distribution.Uniform(low, high)), []);

    /// <summary>Uniform in the logarithm.</summary>
    public static SpaceParameter Log(string name, double low, double high) =>
        new(name, new RealDomain("log_uniform_values", new Distribution.LogUniform(low, high)), []);

    /// <summary>Whole numbers, both ends included.</summary>
    public static SpaceParameter Whole(string name, long low, long high) => new(name, new IntegerDomain(low, high), []);

    /// <summary>Whole numbers, uniform in the logarithm: low - 0.5 to high + 0.5, rounded.</summary>
    /// <remarks>Both ends are even, so that halves are rounded into the range.</remarks>
    public static SpaceParameter LogWhole(string name, long low, long high) =>
        new(name, new QuantizedDomain("q_log_uniform_values", new Distribution.LogUniform(low - 0.5, high + 0.5), 1), []);

    /// <summary>low, low + step, ..., high, all equally likely; both ends are even multiples of the step.</summary>
    public static SpaceParameter Steps(string name, double low, double high, double step) =>
        new(name, new QuantizedDomain("q_uniform", new Distribution.Uniform(low - step / 2, high + step / 2), step), []);

    /// <summary>One of some words, without order.</summary>
    public static SpaceParameter Choice(string name, params IEnumerable<string> words) =>
        new(name, new ListDomain([.. words.Select(word => JsonValue.Create(word))]), []);

    /// <summary>The parameter exists only where another has one of these values.</summary>
    public static SpaceParameter When(this SpaceParameter parameter, string parent, params IEnumerable<string> words) =>
        parameter with { When = [new WhenClause(parent, [.. words.Select(word => JsonValue.Create(word))])] };

    /// <summary>The parameter exists only where another has one of these values.</summary>
    public static SpaceParameter When(this SpaceParameter parameter, string parent, params IEnumerable<int> numbers) =>
        parameter with { When = [new WhenClause(parent, [.. numbers.Select(number => JsonValue.Create(number))])] };
}
