using System.Globalization;
using Sweep.Search.Domains;
using Sweep.Search.Encodings;
using Sweep.Search.Samplers;
using Sweep.Search.Spaces;
using Sweep.Search.Stoppers;
using Sweep.Search.Stoppers.Populations;
using Sweep.Search.Strategies;

namespace Sweep.Silo.Tests.Sweeps;

/// <summary>Strategies whose decisions depend on what was reported. <c>width</c>: virtual slots of a deterministic one; null = it is
/// not.</summary>
internal static class DecidingStrategies
{
    /// <summary>Trials of a sweep that does not race.</summary>
    public const int Cap = 9;

    public static Strategy Learners() => Learners(width: null);

    public static Strategy Learners(int? width) =>
        new(new StrategyRules(1, Cap, Maximize: false) { Width = width }, new Learning(), new Halving());

    public static Strategy RacingLearners() => RacingLearners(width: null);

    public static Strategy RacingLearners(int? width) => new(
        new StrategyRules(4, 20, Maximize: false) { Races = true, Width = width }, new Learning(), new NoStopper());

    public static Strategy RacingGrid() => RacingGrid(width: null);

    public static Strategy RacingGrid(int? width)
    {
        var space = new SearchSpace([new("x", new ListDomain([0.1, 0.4, 0.45, 0.8]), [])], []);
        return new(new StrategyRules(4, null, Maximize: false) { Races = true, Width = width }, new GridSampler(space), new NoStopper());
    }

    public static Strategy Population() => Population(width: null);

    public static Strategy Population(int? width)
    {
        var space = new SearchSpace([new("x", new RealDomain("uniform", new Distribution.Uniform(0, 1)), [])], []);
        var rule = new PbtStopper(new EncodedSpace(space), new PbtRules(2, 7) { Population = Cap });
        return new(new StrategyRules(1, Cap, Maximize: false) { Width = width }, new RandomSampler(space, 3), rule);
    }

    /// <summary>Every configuration tells what its sampler knew.</summary>
    private sealed class Learning : ISampler
    {
        public string Name => "learning";

        public long? Count => null;

        public bool IsAdaptive => true;

        public Suggestion Suggest(long index, SearchHistory history)
        {
            var best = history.Finished.Where(o => o.Loss is not null).Select(o => o.Loss!.Value).DefaultIfEmpty(-1).Min();
            var known = string.Create(CultureInfo.InvariantCulture, $"{index}: {history.Finished.Count} finished, best {best}");
            return new Suggestion($$"""{"known":"{{known}}"}""", $"number {index}");
        }
    }

    /// <summary>Pauses everyone after the first and the third epoch and lets the better half go on; stops who is bad after the
    /// second.</summary>
    private sealed class Halving : IStopper
    {
        private readonly SortedDictionary<int, List<(double Loss, int Trial)>> rungs = new() { [3] = [], [1] = [] };
        private readonly HashSet<(int Rung, int Trial)> promoted = [];

        public string Name => "halving";

        public void Note(int trial, Reading report)
        {
            if (rungs.TryGetValue(report.Epoch, out var there)) there.Add((report.Loss, trial));
        }

        public Verdict? Judge(TrialCurve own) => own.Newest switch
        {
            { Epoch: 1 or 3 } => new PauseVerdict($"halving: waits after epoch {own.Newest.Epoch}"),
            { Epoch: 2, Loss: > 8 } => new StopVerdict("halving: too bad after epoch 2"),
            _ => null,
        };

        public int? Promotable => Next?.Trial;

        public Promotion? Promote()
        {
            if (Next is not { } next) return null;
            promoted.Add(next);
            return new Promotion(next.Trial, $"halving: in the better half of epoch {next.Rung}");
        }

        private (int Rung, int Trial)? Next => rungs.Reverse()
            .SelectMany(rung => rung.Value.Order().Take(rung.Value.Count / 2), (rung, waits) => (Rung: rung.Key, waits.Trial))
            .Where(place => !promoted.Contains(place))
            .Select(place => ((int Rung, int Trial)?)place).FirstOrDefault();
    }
}
