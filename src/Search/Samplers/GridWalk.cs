using System.Text.Json.Nodes;
using Sweep.Contracts;
using Sweep.Search.Spaces;

namespace Sweep.Search.Samplers;

/// <summary>Walks the distinct configurations of a finite space, the last parameter fastest.</summary>
/// <remarks>
/// Combinations that differ only in parameters which do not exist there are one configuration. Exactly one of them has every missing
/// parameter at its first value, and it comes first in the walk: so the walk keeps just these, and needs no memory of what it has seen.
/// </remarks>
public sealed class GridWalk(SearchSpace space)
{
    /// <summary>Combinations a walk may visit: a second or so.</summary>
    public const int MaxCombinations = 1_000_000;

    /// <summary>Values and conditions a walk may look at, over all combinations: some seconds.</summary>
    private const double MaxEffort = 100_000_000;

    /// <summary>True when a space of that size can be walked.</summary>
    public static bool CanWalk(double combinations, long effort) => combinations <= MaxCombinations && combinations * effort <= MaxEffort;

    private readonly JsonNode?[][] items =
        [.. space.Parameters.Select(parameter =>
            Enumerable.Range(0, (int)parameter.Domain.Count!.Value).Select(i => parameter.Domain.Item(i)).ToArray())];

    /// <summary>Numbers of the combinations that are kept, ascending; each is read back by <see cref="Configuration"/>.</summary>
    public IEnumerable<long> Numbers()
    {
        var index = new int[items.Length];
        var values = new JsonNode?[items.Length];
        for (long number = 0; number < (long)space.Combinations; number++)
        {
            if (IsKept(number, index, values)) yield return number;
        }
    }

    /// <summary>The configuration of a combination.</summary>
    public TrialConfig Configuration(long number)
    {
        var index = new int[items.Length];
        var values = new JsonNode?[items.Length];
        Decode(number, index, values);
        return space.Configuration(values, space.Active(values));
    }

    /// <summary>Product of the probabilities of the values of the parameters that exist.</summary>
    public double Probability(long number)
    {
        var index = new int[items.Length];
        var values = new JsonNode?[items.Length];
        Decode(number, index, values);
        var active = space.Active(values);
        var probability = 1.0;
        for (var i = 0; i < index.Length; i++)
        {
            if (active[i]) probability *= space.Parameters[i].Domain.Probability(index[i]);
        }

        return probability;
    }

    private bool IsKept(long number, int[] index, JsonNode?[] values)
    {
        Decode(number, index, values);
        if (space.IsPlainProduct) return true;
        var active = space.Active(values);
        for (var i = 0; i < index.Length; i++)
        {
            if (!active[i] && index[i] != 0) return false;
        }

        return space.Admits(values, active);
    }

    private void Decode(long number, int[] index, JsonNode?[] values)
    {
        for (var i = items.Length - 1; i >= 0; i--)
        {
            index[i] = (int)(number % items[i].Length);
            values[i] = items[i][index[i]];
            number /= items[i].Length;
        }
    }
}
