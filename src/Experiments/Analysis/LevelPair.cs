namespace Sweep.Experiments.Analysis;

/// <summary>Pairs up the trials of two levels and tests them.</summary>
internal static class LevelPair
{
    private const int EnoughForWilcoxon = 6;

    public static PairedComparison Compare(Observed[] a, Observed[] b, ComparisonScale scale)
    {
        var partners = b.Where(trial => trial.Metric is not null).DistinctBy(Key).ToDictionary(Key, trial => trial.Metric!.Value);
        (double A, double B)[] pairs =
        [
            .. a.Where(trial => trial.Metric is not null).DistinctBy(Key).Where(trial => partners.ContainsKey(Key(trial)))
                .Select(trial => (trial.Metric!.Value, partners[Key(trial)])),
        ];
        var empty = new PairedComparison { A = a[0].Level, B = b[0].Level, Pairs = pairs.Length, Note = Note(a, b, pairs.Length) };
        return pairs.Length == 0 ? empty : Test(empty, pairs, scale);
    }

    private static (string Others, int Replicate) Key(Observed trial) => (trial.Rest.Json, trial.Row.Replicate);

    private static PairedComparison Test(PairedComparison empty, (double A, double B)[] pairs, ComparisonScale scale)
    {
        var ratio = scale == ComparisonScale.Ratio;
        double[] steps = [.. pairs.Select(pair => ratio ? Math.Log(pair.B) - Math.Log(pair.A) : pair.B - pair.A)];
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
            Note = test is null && pairs.Length > 1 ? NoSpread(pairs.Length, ratio) : empty.Note,
        };

        double Scaled(double step) => ratio ? Math.Exp(step) : step;
    }

    private static string NoSpread(int pairs, bool ratio) =>
        $"all {pairs} pairs {(ratio ? "have the same ratio" : "differ by the same amount")}, which leaves the t-test no spread to compare with: more replicates give one";

    private static string? Note(Observed[] a, Observed[] b, int pairs) => pairs switch
    {
        0 => NoPairs(a, b),
        1 => "one pair only, so nothing is known of the spread: more replicates or more values of the other parameters give more pairs",
        < EnoughForWilcoxon => $"with {pairs} pairs Wilcoxon's test cannot fall below {2 / Math.Pow(2, pairs):0.####}: more replicates give more pairs",
        _ => null,
    };

    private static string NoPairs(Observed[] a, Observed[] b)
    {
        foreach (var level in (Observed[][])[a, b])
        {
            if (level.All(trial => trial.Metric is null)) return $"no trial of {level[0].Level} has ended with the metric, so there are no pairs";
        }

        if (a.Select(trial => trial.Rest).Intersect(b.Select(trial => trial.Rest)).Any())
            return "no replicate of the same configuration has ended with the metric on both sides: resume the sweep, or raise 'replicates'";
        var names = a.Concat(b).SelectMany(trial => trial.Rest.Names).Distinct(StringComparer.Ordinal);
        List<string> apart = [.. names.Where(name => !Values(a, name).Intersect(Values(b, name)).Any())];
        var why = apart.Count > 0 ? $"they never agree in {string.Join(", ", apart)}" : "no two of them agree in all other parameters at once";
        return $"no pairs: {why}. Sweep both with the same values of the other parameters ('method: grid' does)";
    }

    private static IEnumerable<string> Values(Observed[] trials, string name) => trials.Select(trial => Observed.Text(trial.Config, name)).Distinct();
}
