using Sweep.Search.Expressions;

namespace Sweep.Search.Objectives;

/// <summary>A condition that the metrics of a trial should meet, such as <c>val_seconds &lt;= 3</c>: one comparison of two sums of metrics
/// and numbers. Immutable.</summary>
public sealed class OutcomeConstraint
{
    /// <summary>By so much a constraint is broken at least, so that a mean over seeds of which one breaks it is above 0.</summary>
    private const double Least = 1e-300;

    private readonly Binary comparison;

    private OutcomeConstraint(string text, Binary comparison)
    {
        (Text, this.comparison) = (text, comparison);
        Metrics = [.. comparison.Names.Select(name => (name.Parameter, name.Offset))];
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The metrics it names, each with its place in <see cref="Text"/> in characters from 0.</summary>
    public IReadOnlyList<(string Name, int Offset)> Metrics { get; }

    /// <summary>Reads a condition.</summary>
    /// <exception cref="ExpressionException">It is not one.</exception>
    public static OutcomeConstraint Parse(string text)
    {
        var read = ExpressionParser.Parse(text);
        if (read is not Binary { Operation: "<" or "<=" or ">" or ">=" } comparison)
        {
            var found = read is Binary { Operation: var operation } ? $"found '{operation}'" : "found none";
            throw new ExpressionException(
                read.Offset, $"expected one comparison with '<', '<=', '>' or '>=', such as 'seconds <= 3', {found}; write several " +
                    "conditions as several lines, all of them should hold");
        }

        foreach (var side in (Expression[])[comparison.Left, comparison.Right])
        {
            if (side.Evaluate(_ => 1.0) is not double)
                throw new ExpressionException(side.Offset, "expected metrics and numbers on both sides of the comparison");
        }

        return new(text, comparison);
    }

    /// <summary>The metrics it names that are not there.</summary>
    public IEnumerable<string> Missing(IReadOnlyDictionary<string, double> metrics) =>
        Metrics.Select(metric => metric.Name).Distinct().Where(name => !metrics.ContainsKey(name));

    /// <summary>By how much metrics break it: 0 = they hold it; infinite where one is missing or the sides are no numbers.</summary>
    /// <remarks>The distance of the two sides, as a share of the bound (the side without a metric, else the right one) unless that is 0:
    /// so constraints of different units add up (Deb, "An efficient constraint handling method for genetic algorithms", 2000).</remarks>
    public double Violation(IReadOnlyDictionary<string, double> metrics)
    {
        if (Missing(metrics).Any()) return double.PositiveInfinity;
        var (left, right) = (ValueOf(comparison.Left, metrics), ValueOf(comparison.Right, metrics));
        if (comparison.Evaluate(name => metrics[name]) is true) return 0;
        var bound = Math.Abs(comparison.Left.Names.Any() ? right : left);
        var amount = Math.Abs(left - right) / (bound > 0 ? bound : 1);
        return double.IsNaN(amount) ? double.PositiveInfinity : Math.Max(amount, Least);
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static double ValueOf(Expression side, IReadOnlyDictionary<string, double> metrics) =>
        (double)side.Evaluate(name => metrics[name])!;
}
