namespace Sweep.Cluster.Tests.Chaos;

/// <summary>A seeded script of faults: equal seeds give equal scripts.</summary>
internal static class ChaosScript
{
    private static readonly (FaultKind Kind, int Weight)[] Mix =
    [
        (FaultKind.KillWorker, 5), (FaultKind.EndWorker, 3), (FaultKind.FreezeWorker, 3), (FaultKind.KillNode, 3),
        (FaultKind.EndNode, 3), (FaultKind.FreezeNode, 2), (FaultKind.KillCoordinator, 3), (FaultKind.RestartDatabase, 1),
    ];

    /// <summary>Every kind once, in a random order, then by weight; without an end.</summary>
    /// <param name="seed">Of the script.</param>
    /// <param name="hasServer">False when there is no database server to restart.</param>
    public static IEnumerable<Fault> Of(int seed, bool hasServer)
    {
        var random = new Random(seed);
        var mix = Mix.Where(m => hasServer || m.Kind != FaultKind.RestartDatabase).ToArray();
        var first = mix.Select(m => m.Kind).ToArray();
        random.Shuffle(first);
        foreach (var kind in first) yield return Draw(random, kind);
        while (true) yield return Draw(random, Pick(random, mix));
    }

    private static Fault Draw(Random random, FaultKind kind) =>
        new(TimeSpan.FromMilliseconds(random.Next(300, 4000)), kind, random.Next(1000), TimeSpan.FromMilliseconds(Hold(random, kind)));

    private static int Hold(Random random, FaultKind kind) => kind switch
    {
        // Both shorter and longer than what it takes to be declared dead.
        FaultKind.FreezeNode => random.Next(1000, 25_000),
        FaultKind.FreezeWorker => random.Next(200, 5000),
        _ => random.Next(0, 1500),
    };

    private static FaultKind Pick(Random random, (FaultKind Kind, int Weight)[] mix)
    {
        var left = random.Next(mix.Sum(m => m.Weight));
        return mix.First(m => (left -= m.Weight) < 0).Kind;
    }
}
