using MathNet.Numerics.Statistics;
using Sweep.Reports.Comparisons;

namespace Sweep.Bench.Search;

/// <summary>All methods at one number of workers and of finished trials.</summary>
internal sealed class SearchComparison(
    SearchOptions options, OptunaReference optuna, Func<SearchKey, SearchRun?> runOf, int workers, int mark)
{
    private const double Level = 0.05;
    private readonly Dictionary<(string Ours, string Theirs), IReadOnlyList<double?>> corrected = [];

    /// <summary>Trials at a time.</summary>
    public int Workers => workers;

    /// <summary>Finished trials.</summary>
    public int Mark => mark;

    /// <summary>Samplers of Optuna that one of ours is held against: its namesake, or all that learn.</summary>
    public static IReadOnlyList<string> RivalsOf(string method) =>
        OptunaReference.Five.Contains(method) ? [method] : method == "bayes" ? ["tpe", "gp", "cmaes"] : ["random"];

    /// <summary>Regrets of one of ours by seed; null when runs are missing.</summary>
    public IReadOnlyList<double>? Ours(string method, string function)
    {
        var regrets = Enumerable.Range(0, options.Seeds)
            .Select(seed => runOf(new SearchKey(method, function, workers, seed))?.At(mark)).ToList();
        return regrets.Contains(null) ? null : [.. regrets.Select(regret => regret!.Value)];
    }

    /// <summary>Regrets of one of Optuna's by seed; null where there are none.</summary>
    public IReadOnlyList<double>? Optunas(string sampler, string function) => optuna.Regrets(sampler, function, workers, mark);

    /// <summary>Mean rank of the median of one of ours, set alone among those of Optuna's five that have numbers on every function;
    /// the ranks of the others in that company, best first.</summary>
    public (double? Ours, IReadOnlyList<(string Name, double Rank)> Others) RanksWith(string method)
    {
        var functions = options.Functions.Select(function => function.Name)
            .Where(function => Ours(method, function) is not null).ToList();
        var others = OptunaReference.Five
            .Where(sampler => functions.TrueForAll(function => Optunas(sampler, function) is not null)).ToList();
        if (functions.Count == 0 || others.Count == 0) return (null, []);
        var ranks = MeanRanks(functions.Select(function => others.Select(sampler => Optunas(sampler, function)!)
            .Append(Ours(method, function)!)));
        return (ranks[^1], [.. others.Zip(ranks).OrderBy(pair => pair.Second)]);
    }

    /// <summary>Mean rank of the median of each of ours among themselves, over the functions that all of them have.</summary>
    public (int Functions, IReadOnlyList<double> Ranks) RanksOfOurs()
    {
        var samples = options.Functions
            .Select(function => options.Methods.Select(method => Ours(method, function.Name)).OfType<IReadOnlyList<double>>().ToList())
            .Where(ours => ours.Count == options.Methods.Count).ToList();
        return (samples.Count, samples.Count == 0 ? [] : MeanRanks(samples));
    }

    /// <summary>One of ours against one of Optuna's over all functions that both have; null when there are none.</summary>
    public Score? Against(string method, string sampler)
    {
        var pairs = Pairs(method, sampler);
        if (pairs.Count == 0) return null;
        var p = Corrected(method, sampler);
        var score = new Score(pairs.Count, 0, 0, 0, 0, 0, 0, 0);
        foreach (var ((_, ours, theirs), index) in pairs.Select((pair, index) => (pair, index)))
        {
            var difference = ours.Median().CompareTo(theirs.Median());
            var (alone, holm) = (MannWhitneyTest.PValue(ours, theirs) < Level, p[index] < Level);
            // Which of two significantly different samples is better is said by the mean rank; medians may be equal.
            var isBetter = MeanRank(ours, theirs) < 0;
            score = score with
            {
                Wins = score.Wins + (difference < 0 ? 1 : 0),
                Ties = score.Ties + (difference == 0 ? 1 : 0),
                Losses = score.Losses + (difference > 0 ? 1 : 0),
                Better = score.Better + (holm && isBetter ? 1 : 0),
                BetterAlone = score.BetterAlone + (alone && isBetter ? 1 : 0),
                Worse = score.Worse + (holm && !isBetter ? 1 : 0),
                WorseAlone = score.WorseAlone + (alone && !isBetter ? 1 : 0),
            };
        }

        return score;
    }

    /// <summary><c>+</c> or <c>-</c> where one of ours is significantly better or worse than its namesake, after Holm's
    /// correction.</summary>
    public string Sign(string method, string function)
    {
        if (!OptunaReference.Five.Contains(method)) return "";
        var pairs = Pairs(method, method);
        var index = pairs.FindIndex(pair => pair.Function == function);
        if (index < 0 || !(Corrected(method, method)[index] < Level)) return "";
        return MeanRank(pairs[index].Ours, pairs[index].Theirs) < 0 ? " +" : " -";
    }

    private IReadOnlyList<double?> Corrected(string method, string sampler)
    {
        if (corrected.TryGetValue((method, sampler), out var known)) return known;
        return corrected[(method, sampler)] =
            HolmCorrection.Adjust([.. Pairs(method, sampler).Select(pair => MannWhitneyTest.PValue(pair.Ours, pair.Theirs))]);
    }

    private List<(string Function, IReadOnlyList<double> Ours, IReadOnlyList<double> Theirs)> Pairs(string method, string sampler) =>
    [
        .. from function in options.Functions
           let ours = Ours(method, function.Name)
           let theirs = Optunas(sampler, function.Name)
           where ours is not null && theirs is not null
           select (function.Name, ours, theirs),
    ];

    /// <summary>Mean rank of the median of each sample, over functions with equally many samples.</summary>
    private static double[] MeanRanks(IEnumerable<IEnumerable<IReadOnlyList<double>>> samples)
    {
        var ranks = samples.Select(own => own.Select(regrets => regrets.Median()).ToArray().Ranks(RankDefinition.Average)).ToList();
        return [.. Enumerable.Range(0, ranks[0].Length).Select(i => ranks.Average(own => own[i]))];
    }

    /// <summary>Below 0 when the first sample has the lower ranks.</summary>
    private static int MeanRank(IReadOnlyList<double> first, IReadOnlyList<double> second) =>
        Math.Sign(first.Sum(x => second.Sum(y => Math.Sign(x.CompareTo(y)))));

    /// <summary>How often one method is better than another.</summary>
    /// <param name="Functions">Functions on which both were run.</param>
    /// <param name="Wins">Functions with the better median.</param>
    /// <param name="Ties">Functions with equal medians.</param>
    /// <param name="Losses">Functions with the worse median.</param>
    /// <param name="Better">Significantly better, with Holm's correction.</param>
    /// <param name="BetterAlone">Significantly better, without correction.</param>
    /// <param name="Worse">Significantly worse, with Holm's correction.</param>
    /// <param name="WorseAlone">Significantly worse, without correction.</param>
    internal readonly record struct Score(
        int Functions, int Wins, int Ties, int Losses, int Better, int BetterAlone, int Worse, int WorseAlone);
}
