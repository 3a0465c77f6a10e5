namespace Sweep.Search.Importance;

/// <summary>The values of one parameter, one for each result.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Numbers">Its number in each result; categories are whole numbers from 0; NaN = the configuration has no such
/// parameter.</param>
/// <param name="IsOrdered">False for categories.</param>
public sealed record ParameterColumn(string Name, double[] Numbers, bool IsOrdered);

/// <summary>Results from the best to the worst; equally good ones by their parameters, so that nothing depends on who came first.</summary>
/// <param name="parameters">Their parameters.</param>
/// <param name="losses">Their losses.</param>
internal sealed class ResultOrder(IReadOnlyList<ParameterColumn> parameters, IReadOnlyList<double> losses) : IComparer<int>
{
    private readonly double[] finite = [.. losses.Select(loss => double.IsFinite(loss) ? loss : double.PositiveInfinity)];

    /// <summary>Places of the results, and their losses, infinite where they are no finite number.</summary>
    public (int[] Places, double[] Losses) BestFirst()
    {
        var order = Enumerable.Range(0, finite.Length).ToArray();
        Array.Sort(order, this);
        return (order, Array.ConvertAll(order, place => finite[place]));
    }

    /// <inheritdoc />
    public int Compare(int x, int y)
    {
        var compared = finite[x].CompareTo(finite[y]);
        for (var i = 0; compared == 0 && i < parameters.Count; i++)
            compared = parameters[i].Numbers[x].CompareTo(parameters[i].Numbers[y]);
        return compared;
    }
}
