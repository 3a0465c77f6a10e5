using Sweep.Search.Randomness;

namespace Sweep.Search.Importance;

/// <summary>The results by one parameter's value, in bins. Results are in the order of their loss.</summary>
internal sealed class ParameterBins
{
    private const int MostBins = 20;
    private readonly int[] binOf;
    private readonly int bins;

    private ParameterBins(string name, int[] binOf)
    {
        (Name, this.binOf, bins) = (name, binOf, binOf.Max() + 1);
        ActiveShare = (double)binOf.Count(bin => bin >= 0) / binOf.Length;
    }

    public string Name { get; }

    /// <summary>Share of the results whose configuration has it.</summary>
    public double ActiveShare { get; }

    /// <summary>Puts results, best first, into bins: categories as they are, numbers by their rank, equal ones together. The more of them
    /// are the best, the finer are the bins.</summary>
    public static ParameterBins Of(ParameterColumn parameter, int[] order, int top)
    {
        var numbers = Array.ConvertAll(order, place => parameter.Numbers[place]);
        if (!parameter.IsOrdered) return new(parameter.Name, Array.ConvertAll(numbers, number => double.IsNaN(number) ? -1 : (int)number));
        var count = Math.Clamp((int)Math.Sqrt(top) + 1, 2, MostBins);
        return new(parameter.Name, ByRank(numbers, count));
    }

    /// <summary>Bins of about equally many numbers, or one for each number where these are few.</summary>
    private static int[] ByRank(double[] numbers, int count)
    {
        var binOf = Enumerable.Repeat(-1, numbers.Length).ToArray();
        int[] order = [.. Enumerable.Range(0, numbers.Length).Where(i => !double.IsNaN(numbers[i]))];
        Array.Sort(Array.ConvertAll(order, i => numbers[i]), order);
        var isFew = order.Select(i => numbers[i]).Distinct().Take(count + 1).Count() <= count;
        var bin = 0;
        for (var place = 0; place < order.Length; place++)
        {
            if (place > 0 && !numbers[order[place]].Equals(numbers[order[place - 1]]))
                bin = isFew ? bin + 1 : (int)((long)place * count / order.Length);
            binOf[order[place]] = bin;
        }

        return binOf;
    }

    /// <summary>How much of being among the best the parameter explains: variance over all results, at least 0.</summary>
    /// <param name="times">How often each result counts.</param>
    /// <param name="top">How many results, best first, are the best.</param>
    /// <param name="corrections">How many times the variance of chance is in the counts.</param>
    public double Variance(int[] times, int top, int corrections = 1)
    {
        var (all, best) = (new int[Math.Max(1, bins)], new int[Math.Max(1, bins)]);
        for (var i = 0; i < binOf.Length; i++)
        {
            if (binOf[i] < 0) continue;
            all[binOf[i]] += times[i];
            if (i < top) best[binOf[i]] += times[i];
        }

        double count = all.Sum();
        var filled = all.Count(number => number > 0);
        if (count < 2 || filled < 2) return 0;
        var rate = best.Sum() / count;
        var variance = all.Zip(best).Where(bin => bin.First > 0)
            .Sum(bin => bin.First / count * Math.Pow((double)bin.Second / bin.First - rate, 2));
        var chance = (filled - 1) * rate * (1 - rate) / (count - 1);
        return Math.Max(0, variance - (corrections * chance)) * count / times.Sum();
    }

    /// <summary>Probability that chance alone makes so much of the parameter, when so many results are the best.</summary>
    public double Chance(int top, SeededRandom random) => ChanceTest.P(binOf, top, random);
}
