namespace Sweep.Experiments.Analysis;

/// <summary>Pairs up the trials of two levels and tests them.</summary>
/// <param name="trials">All trials of the sweep.</param>
/// <param name="parameter">The compared parameter.</param>
/// <param name="scale">What is compared within a pair.</param>
internal sealed class LevelPair(ObservedTrials trials, string parameter, ComparisonScale scale)
{
    private const int EnoughForWilcoxon = 6;

    private readonly int[] rest = trials.Rest(parameter);

    private bool IsRatio => scale == ComparisonScale.Ratio;

    public PairedComparison Compare(ComparedLevel a, ComparedLevel b)
    {
        var partners = Results(b);
        List<(double A, double B)> pairs = [.. Results(a).Where(result => partners.ContainsKey(result.Key)).Select(result => (result.Value, partners[result.Key]))];
        var empty = new PairedComparison { A = a.Name, B = b.Name, Pairs = pairs.Count, Note = Note(a, b, pairs.Count) };
        return pairs.Count == 0 ? empty : Test(empty, pairs);
    }

    /// <summary>The metric of each (everything else, replicate); where a group has several trials of one, their mean.</summary>
    private OrderedDictionary<(int Others, int Replicate), double> Results(ComparedLevel level)
    {
        var results = new OrderedDictionary<(int Others, int Replicate), double>();
        var same = level.Trials.Where(trial => trials.Metric(trial) is not null).GroupBy(trial => (rest[trials.ConfigOf(trial)], trials.Rows[trial].Replicate));
        foreach (var group in same) results.Add(group.Key, Mean([.. group.Select(trial => trials.Metric(trial)!.Value)]));
        return results;
    }

    private double Mean(double[] values) => values.Length == 1 ? values[0] : IsRatio ? Math.Exp(values.Average(Math.Log)) : values.Average();

    private PairedComparison Test(PairedComparison empty, List<(double A, double B)> pairs)
    {
        double[] steps = [.. pairs.Select(pair => IsRatio ? Math.Log(pair.B) - Math.Log(pair.A) : pair.B - pair.A)];
        var test = PairedTTest.Of(steps);
        var mean = test?.Mean ?? steps.Average();
        return empty with
        {
            MeanDifference = pairs.Average(pair => pair.B - pair.A),
            Effect = Scaled(mean),
            Low = test is null ? null : Scaled(mean - test.HalfWidth),
            High = test is null ? null : Scaled(mean + test.HalfWidth),
            TTestP = test?.P,
            WilcoxonP = WilcoxonTest.PValue(steps),
            Note = test is null && pairs.Count > 1 ? NoSpread(pairs.Count) : empty.Note,
        };

        double Scaled(double step) => IsRatio ? Math.Exp(step) : step;
    }

    private string NoSpread(int pairs) =>
        $"all {pairs} pairs {(IsRatio ? "have the same ratio" : "differ by the same amount")}, which leaves the t-test no spread to compare with: more replicates give one";

    private string? Note(ComparedLevel a, ComparedLevel b, int pairs) => pairs switch
    {
        0 => NoPairs(a, b),
        1 => "one pair only, so nothing is known of the spread: more replicates or more values of the other parameters give more pairs",
        < EnoughForWilcoxon => $"with {pairs} pairs Wilcoxon's test cannot fall below {2 / Math.Pow(2, pairs):0.####}: more replicates give more pairs",
        _ => null,
    };

    private string NoPairs(ComparedLevel a, ComparedLevel b)
    {
        foreach (var level in (ComparedLevel[])[a, b])
        {
            if (level.Trials.All(trial => trials.Metric(trial) is null)) return $"no trial of {level.Name} has ended with the metric, so there are no pairs";
        }

        if (Rests(a).Overlaps(Rests(b)))
            return "no replicate of the same configuration has ended with the metric on both sides: resume the sweep, or raise 'replicates'";
        List<string> apart = [.. trials.Names.Where(name => name != parameter && !Values(a, name).Overlaps(Values(b, name)))];
        var why = apart.Count > 0 ? $"they never agree in {string.Join(", ", apart)}" : "no two of them agree in all other parameters at once";
        return $"no pairs: {why}. Sweep both with the same values of the other parameters ('method: grid' does)";
    }

    private HashSet<int> Rests(ComparedLevel level) => [.. level.Trials.Select(trial => rest[trials.ConfigOf(trial)])];

    private HashSet<int> Values(ComparedLevel level, string name) => [.. level.Trials.Select(trial => trials.ValueOf(trial, name))];
}
