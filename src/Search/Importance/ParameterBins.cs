using Sweep.Search.Encodings;

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

    /// <summary>Name of the parameter.</summary>
    public string Name { get; }

    /// <summary>Share of the results whose configuration has it.</summary>
    public double ActiveShare { get; }

    /// <summary>Puts results into bins: categories as they are, numbers by their rank, equal ones together.</summary>
    /// <param name="axis">The parameter.</param>
    /// <param name="numbers">Its number in each result; NaN = not there.</param>
    /// <param name="top">How many results are the best: the more, the finer the bins.</param>
    public static ParameterBins Of(Axis axis, double[] numbers, int top)
    {
        if (axis.IsCategorical) return new(axis.Name, [.. numbers.Select(number => double.IsNaN(number) ? -1 : (int)number)]);
        var binOf = Enumerable.Repeat(-1, numbers.Length).ToArray();
        var order = Enumerable.Range(0, numbers.Length).Where(i => !double.IsNaN(numbers[i])).OrderBy(i => numbers[i]).ToList();
        var count = Math.Clamp((int)Math.Sqrt(top) + 1, 2, MostBins);
        for (var place = 0; place < order.Count; place++)
        {
            var isSame = place > 0 && numbers[order[place]].Equals(numbers[order[place - 1]]);
            binOf[order[place]] = isSame ? binOf[order[place - 1]] : (int)((long)place * count / order.Count);
        }

        return new(axis.Name, binOf);
    }

    /// <summary>How much of being among the best the parameter explains.</summary>
    /// <param name="times">How often each result counts.</param>
    /// <param name="top">How many results, best first, are the best.</param>
    /// <param name="corrections">How many times the variance of chance is in the counts.</param>
    public Effect Measure(int[] times, int top, int corrections = 1)
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
        if (count < 2 || filled < 2) return new(0, 0, filled);
        var rate = best.Sum() / count;
        var variance = all.Zip(best).Where(bin => bin.First > 0)
            .Sum(bin => bin.First / count * Math.Pow((double)bin.Second / bin.First - rate, 2));
        var chance = (filled - 1) * rate * (1 - rate) / (count - 1);
        var chiSquared = rate is > 0 and < 1 ? variance * (count - 1) / (rate * (1 - rate)) : 0;
        return new(Math.Max(0, variance - (corrections * chance)) * count / times.Sum(), chiSquared, filled);
    }
}

/// <summary>What a parameter does.</summary>
/// <param name="Variance">Variance that it explains over all results, at least 0.</param>
/// <param name="ChiSquared">Pearson's statistic.</param>
/// <param name="Bins">Bins with results: degrees of freedom and one.</param>
internal readonly record struct Effect(double Variance, double ChiSquared, int Bins);
