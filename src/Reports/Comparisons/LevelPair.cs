using System.Runtime.InteropServices;

namespace Sweep.Reports.Comparisons;

/// <summary>Pairs up the trials of two levels and tests them.</summary>
public sealed class LevelPair(ObservedTrials trials, string parameter, ComparisonScale scale)
{
    private const int EnoughForWilcoxon = 6;

    private readonly int[] rest = trials.Rest([parameter]);
    private readonly Dictionary<string, int[]> rests = new(StringComparer.Ordinal);
    private readonly Dictionary<(ComparedLevel Level, int[] Shared), LevelResults> results = [];
    private readonly Dictionary<ComparedLevel, HashSet<string>> missing = new(ReferenceEqualityComparer.Instance);

    private bool IsRatio => scale == ComparisonScale.Ratio;

    /// <summary>The test of one level against another.</summary>
    /// <remarks>A parameter that one of the two levels never has cannot agree; it need not, as long as the other one has a single value of
    /// it wherever all else agrees.</remarks>
    public PairedComparison Compare(ComparedLevel a, ComparedLevel b)
    {
        var (oneSided, pairs) = (OneSided(a, b), Pairs(a, b));
        var empty = new PairedComparison(a.Name, b.Name, pairs.Count, Note: Note(a, b, oneSided, pairs.Count));
        var found = pairs.Count == 0 ? empty : Test(empty, pairs);
        List<string> notes = [.. new[] { Lacks(a, b, oneSided), Lacks(b, a, oneSided), found.Note }.OfType<string>()];
        return found with { Note = notes.Count == 0 ? null : string.Join("; ", notes) };
    }

    /// <summary>True when any two of the levels make a pair; found without the reasons why others make none.</summary>
    public bool ArePaired(IReadOnlyList<ComparedLevel> levels)
    {
        var known = new HashSet<long>();
        return levels.Any(level => Results(level, rest).AnyIn(known))
            || levels.Any(a => levels.Any(b => a != b && OneSided(a, b).Count > 0 && Pairs(a, b).Count > 0));
    }

    private List<(double A, double B)> Pairs(ComparedLevel a, ComparedLevel b)
    {
        var shared = RestOf(OneSided(a, b));
        return Results(a, shared).PairedWith(Results(b, shared));
    }

    /// <summary>Parameters that exactly one of the levels never has.</summary>
    private List<string> OneSided(ComparedLevel a, ComparedLevel b)
    {
        var (left, right) = (Missing(a), Missing(b));
        return [.. trials.Names.Where(name => name != parameter && left.Contains(name) != right.Contains(name))];
    }

    private HashSet<string> Missing(ComparedLevel level) => missing.TryGetValue(level, out var known) ? known
        : missing[level] = [.. trials.Names.Where(name => level.Trials.All(
            trial => trials.Parameter(name).Of(trials.ConfigOf(trial)) == ObservedParameter.Absent))];

    private int[] RestOf(List<string> oneSided)
    {
        if (oneSided.Count == 0) return rest;
        var key = string.Join('\0', oneSided);
        return rests.TryGetValue(key, out var known) ? known : rests[key] = trials.Rest([parameter, .. oneSided]);
    }

    private LevelResults Results(ComparedLevel level, int[] shared)
    {
        if (results.TryGetValue((level, shared), out var known)) return known;
        var found = new LevelResults(IsRatio);
        foreach (var trial in level.Trials)
        {
            if (trials.Metric(trial) is not { } metric) continue;
            var config = trials.ConfigOf(trial);
            found.Add(shared[config], rest[config], trials.Trials[trial].Replicate, metric);
        }

        return results[(level, shared)] = found;
    }

    /// <summary>What of the other level this one never has, in words; null when nothing.</summary>
    private string? Lacks(ComparedLevel level, ComparedLevel other, List<string> oneSided)
    {
        var names = oneSided.Where(name => Missing(level).Contains(name) && !Missing(other).Contains(name)).ToList();
        return names.Count == 0 ? null : $"{level.Name} has no {string.Join(", ", names)}";
    }

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
        $"all {pairs} pairs {(IsRatio ? "have the same ratio" : "differ by the same amount")}, which leaves the t-test no spread to " +
            "compare with: more replicates give one";

    private string? Note(ComparedLevel a, ComparedLevel b, List<string> oneSided, int pairs) => pairs switch
    {
        0 => NoPairs(a, b, oneSided),
        1 => "one pair only, so nothing is known of the spread: more replicates or more values of the other parameters give more pairs",
        < EnoughForWilcoxon =>
            $"with {pairs} pairs Wilcoxon's test cannot fall below {2 / Math.Pow(2, pairs):0.####}: more replicates give more pairs",
        _ => null,
    };

    private string NoPairs(ComparedLevel a, ComparedLevel b, List<string> oneSided)
    {
        ComparedLevel[] levels = [a, b];
        if (levels.FirstOrDefault(level => level.Trials.All(trial => trials.Metric(trial) is null)) is { } empty)
            return $"no trial of {empty.Name} has ended with the metric, so there are no pairs";
        var shared = RestOf(oneSided);
        if (levels.FirstOrDefault(level => Results(level, shared).AreAllAmbiguous) is { } mixed)
        {
            var several = oneSided.Where(name => Values(mixed, name).Count > 1);
            return $"{mixed.Name} has more than one value of {string.Join(", ", several)}: keep one, or compare by that";
        }

        if (Rests(a, shared).Overlaps(Rests(b, shared)))
            return "no replicate of the same configuration has ended with the metric on both sides: resume the sweep, or raise " +
                "'replicates'";
        List<string> apart = [.. trials.Names.Where(
            name => name != parameter && !oneSided.Contains(name) && !Values(a, name).Overlaps(Values(b, name)))];
        var why = apart.Count > 0 ? $"they never agree in {string.Join(", ", apart)}"
            : "no two of them agree in all other parameters at once";
        return $"no pairs: {why}. Sweep both with the same values of the other parameters ('method: grid' does)";
    }

    private HashSet<int> Rests(ComparedLevel level, int[] shared) => [.. level.Trials.Select(trial => shared[trials.ConfigOf(trial)])];

    private HashSet<int> Values(ComparedLevel level, string name)
    {
        var values = trials.Parameter(name);
        return [.. level.Trials.Select(trial => values.Of(trials.ConfigOf(trial)))];
    }

    /// <summary>The metric of each (everything else, replicate); where a group has several trials of one, their mean (geometric for
    /// ratios).</summary>
    private sealed class LevelResults(bool isRatio)
    {
        private readonly Dictionary<long, int> places = [];
        private readonly List<long> keys = [];
        private readonly List<(double First, double Sum, int Count)> metrics = [];
        private readonly Dictionary<int, int> wholes = [];
        private readonly HashSet<int> ambiguous = [];

        /// <summary>True when no result stands for one configuration alone.</summary>
        public bool AreAllAmbiguous => wholes.Count > 0 && ambiguous.Count == wholes.Count;

        /// <param name="others">What must agree.</param>
        /// <param name="whole">All but the compared parameter: two of these for one of <paramref name="others"/> are two partners.</param>
        /// <param name="replicate">Number of the replicate.</param>
        /// <param name="metric">The result.</param>
        public void Add(int others, int whole, int replicate, double metric)
        {
            if (wholes.TryAdd(others, whole) is false && wholes[others] != whole) ambiguous.Add(others);
            var key = ((long)others << 32) | (uint)replicate;
            var part = isRatio ? Math.Log(metric) : metric;
            if (places.TryAdd(key, keys.Count))
            {
                keys.Add(key);
                metrics.Add((metric, part, 1));
                return;
            }

            ref var known = ref CollectionsMarshal.AsSpan(metrics)[places[key]];
            known = (known.First, known.Sum + part, known.Count + 1);
        }

        /// <summary>Whether one of its keys is known; if none is, they all are from now on.</summary>
        public bool AnyIn(HashSet<long> known)
        {
            if (known.Overlaps(keys)) return true;
            known.UnionWith(keys);
            return false;
        }

        /// <summary>What both levels have, in this one's order.</summary>
        public List<(double A, double B)> PairedWith(LevelResults other)
        {
            var pairs = new List<(double A, double B)>();
            for (var i = 0; i < keys.Count; i++)
                if (IsSingle(keys[i]) && other.IsSingle(keys[i]) && other.places.TryGetValue(keys[i], out var there))
                    pairs.Add((Mean(i), other.Mean(there)));
            return pairs;
        }

        private bool IsSingle(long key) => !ambiguous.Contains((int)(key >> 32));

        private double Mean(int index)
        {
            var (first, sum, count) = metrics[index];
            return count == 1 ? first : isRatio ? Math.Exp(sum / count) : sum / count;
        }
    }
}
