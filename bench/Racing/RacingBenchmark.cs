using Sweep.Search.Racing;
using Sweep.Search.Randomness;

namespace Sweep.Bench.Racing;

/// <summary>Compares ways of racing seeds: by what a challenger is dropped, and who gets the last share of the budget.</summary>
/// <remarks>
/// Configurations come one after the other, as many as the budget allows. Their true losses are exp(normal); a result adds an effect of
/// the seed, the same for all configurations, and noise of its own. Regret is the true loss of the answer less the lowest of the first
/// 200 configurations, in units of the noise.
/// </remarks>
internal static class RacingBenchmark
{
    private const int Budget = 200;
    private const int Seeds = 20;
    private const int FinalistCount = 5;
    private const double RaceShare = 0.85;

    private static readonly (string Name, Func<IReadOnlyList<double>, PooledNoise, double, bool> IsWorse)[] Tests =
    [
        ("mean", (differences, _, _) => differences.Sum() > 0),
        ("own t, 5 %", (differences, _, _) => PairedTest.IsWorse(differences, default, 0.05)),
        ("pooled t, 5 %", (differences, noise, _) => PairedTest.IsWorse(differences, noise, 0.05)),
        ("pooled t, 10 %", (differences, noise, _) => PairedTest.IsWorse(differences, noise, 0.1)),
        ("pooled t, 25 %", (differences, noise, _) => PairedTest.IsWorse(differences, noise, 0.25)),
        ("pooled t, 40 %", (differences, noise, _) => PairedTest.IsWorse(differences, noise, 0.4)),
    ];

    private static readonly string[] Finals = ["none", "uniform", "rejects", "ocba"];

    /// <summary>Prints a table for each kind of noise.</summary>
    public static int Run(int repetitions, TextWriter output)
    {
        foreach (var (noise, effect) in new[] { (0.03, 0.1), (0.1, 0.0), (0.1, 0.2), (0.3, 0.3), (1.0, 0.5), (3.0, 1.0) })
        {
            output.WriteLine($"\nnoise {noise}, effect of the seed {effect}: mean regret ± standard error\n\n| test | configurations | " +
                string.Join(" | ", Finals) + " |\n|---|---|" + string.Concat(Finals.Select(_ => "---|")));
            foreach (var (name, isWorse) in Tests)
            {
                var rules = new RaceRules(Seeds) { IsWorse = isWorse };
                var rows = Finals.Select(final => Enumerable.Range(0, repetitions)
                    .Select(repetition => new Trial(repetition, noise, effect, rules).Run(final)).ToList()).ToList();
                output.WriteLine($"| {name} | {rows[0].Average(row => row.Tried):0} | " +
                    string.Join(" | ", rows.Select(row => Cell([.. row.Select(one => one.Regret)]))) + " |");
            }
        }

        return 0;
    }

    private static string Cell(double[] regrets)
    {
        var mean = regrets.Average();
        return $"{mean:0.000} ± {Math.Sqrt(regrets.Sum(x => (x - mean) * (x - mean)) / regrets.Length / (regrets.Length - 1)):0.000}";
    }

    private sealed class Trial(long seed, double noise, double effect, RaceRules rules)
    {
        private readonly SeedRace race = new(rules);
        private int used;
        private int entered;

        public (double Regret, int Tried) Run(string final)
        {
            Race(final == "none" ? Budget : (int)(Budget * RaceShare));
            var finalists = FinalShare.Finalists(race.Results, race.Incumbent!.Value, FinalistCount);
            if (final == "rejects") Reject([.. finalists]);
            while (final is "uniform" or "ocba" && used < Budget && Next(final, finalists) is { } next)
                Measure(next, race.Results.Begin(next));
            var answer = final == "none" ? race.Incumbent.Value : FinalShare.Best(SeedEffects.Fit(race.Results, finalists));
            return ((Truth(answer) - Enumerable.Range(0, Budget).Min(Truth)) / noise, entered);
        }

        private void Race(int budget)
        {
            while (used < budget)
            {
                if (race.Next() is { } step) Measure(step.Configuration, step.Seed);
                else race.Enter(entered++);
            }
        }

        private int? Next(string final, IReadOnlyList<int> finalists) => final == "ocba"
            ? new FinalShare(Seeds).Next(race.Results, finalists)
            : finalists.Where(c => race.Results.Begun(c) < Seeds).OrderBy(race.Results.Begun).Select(c => (int?)c).FirstOrDefault();

        /// <summary>Successive rejects (Audibert, Bubeck and Munos, COLT 2010): K - 1 phases, each drops the worst.</summary>
        private void Reject(List<int> left)
        {
            int[] all = [.. left];
            var logBar = 0.5 + Enumerable.Range(2, all.Length - 1).Sum(i => 1.0 / i);
            var (total, before) = (Budget - used, 0);
            for (var phase = 1; phase < all.Length; phase++)
            {
                var count = (int)Math.Ceiling((total - all.Length) / ((all.Length + 1 - phase) * logBar));
                for (; before < count; before++)
                    foreach (var c in left.Where(c => used < Budget && race.Results.Begun(c) < Seeds)) Measure(c, race.Results.Begin(c));
                var fit = SeedEffects.Fit(race.Results, all);
                left.Remove(left.MaxBy(c => fit.Means[c]));
            }

            while (used < Budget && race.Results.Begun(left[0]) < Seeds) Measure(left[0], race.Results.Begin(left[0]));
        }

        private void Measure(int configuration, int number)
        {
            used++;
            var loss = Truth(configuration) + effect * Normal(1, number) + noise * Normal(2, configuration, number);
            race.Note(new(configuration, number, loss));
        }

        private double Truth(int configuration) => Math.Exp(Normal(3, configuration));

        private double Normal(params ReadOnlySpan<long> path) => new SeededRandom(SeededRandom.Derive(seed, path)).NextGaussian();
    }
}
