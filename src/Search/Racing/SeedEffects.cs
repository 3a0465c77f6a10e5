namespace Sweep.Search.Racing;

/// <summary>Means of configurations when some have run more seeds than others: each result is the sum of a configuration, a seed
/// and noise (two-way analysis of variance without interaction, fitted by least squares).</summary>
/// <param name="Means">Mean loss by configuration; infinite where a seed has failed.</param>
/// <param name="Deviation">Standard deviation of the noise; 0 = unknown.</param>
public sealed record SeedEffects(IReadOnlyDictionary<int, double> Means, double Deviation)
{
    private const int Rounds = 20;

    /// <summary>Fits the results of some configurations.</summary>
    public static SeedEffects Fit(SeedResults results, IReadOnlyCollection<int> configurations)
    {
        var means = configurations.ToDictionary(c => c, _ => double.PositiveInfinity);
        var rows = configurations.Where(c => results.Done(c) > 0 && results.Of(c).Values.All(double.IsFinite)).ToList();
        var seeds = rows.SelectMany(row => results.Of(row).Keys).Distinct().ToDictionary(seed => seed, _ => 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var row in rows) means[row] = results.Of(row).Average(result => result.Value - seeds[result.Key]);
            foreach (var seed in seeds.Keys.ToList())
                seeds[seed] = rows.Where(row => results.Of(row).ContainsKey(seed)).Average(row => results.Of(row)[seed] - means[row]);
            var middle = seeds.Count == 0 ? 0 : seeds.Values.Average();
            foreach (var seed in seeds.Keys.ToList()) seeds[seed] -= middle;
        }

        var squares = rows.Sum(row => results.Of(row).Sum(result => Square(result.Value - seeds[result.Key] - means[row])));
        var degrees = rows.Sum(results.Done) - rows.Count - seeds.Count + 1;
        return new(means, degrees > 0 && double.IsFinite(squares) ? Math.Sqrt(squares / degrees) : 0);
    }

    private static double Square(double x) => x * x;
}
