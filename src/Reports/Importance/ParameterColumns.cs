using Sweep.Reports.Comparisons;
using Sweep.Search.Importance;

namespace Sweep.Reports.Importance;

/// <summary>The values of parameters as numbers, in the configurations that count (known by place). Three or more different numbers have an
/// order, everything else is categories. By name, and categories by their text, so that the order of the trials does not matter.</summary>
internal sealed class ParameterColumns(ObservedTrials trials, int[] configs)
{
    private const int FewestOrdered = 3;

    /// <summary>The parameters with at least two values among these configurations, "absent" not counted.</summary>
    public IReadOnlyList<ParameterColumn> Varying =>
        [.. trials.Names.Order(StringComparer.Ordinal).Select(Column).OfType<ParameterColumn>()];

    private ParameterColumn? Column(string name)
    {
        var parameter = trials.Parameter(name);
        var (values, isUsed) = (Array.ConvertAll(configs, parameter.Of), new bool[parameter.Bound]);
        foreach (var value in values) isUsed[value] = true;
        isUsed[ObservedParameter.Absent] = false;
        var used = Enumerable.Range(0, isUsed.Length).Where(value => isUsed[value]).ToArray();
        if (used.Length < 2) return null;
        var numbers = Array.ConvertAll(used, parameter.Number);
        var isOrdered = Array.TrueForAll(numbers, number => number is { } n && double.IsFinite(n))
            && numbers.Distinct().Take(FewestOrdered).Count() == FewestOrdered;
        if (!isOrdered)
        {
            used = [.. used.OrderBy(parameter.Text, StringComparer.Ordinal)];
            numbers = [.. Enumerable.Range(0, used.Length).Select(category => (double?)category)];
        }

        var numberOf = new double[isUsed.Length];
        numberOf[ObservedParameter.Absent] = double.NaN;
        for (var i = 0; i < used.Length; i++) numberOf[used[i]] = numbers[i]!.Value;
        return new ParameterColumn(name, Array.ConvertAll(values, value => numberOf[value]), isOrdered);
    }
}
