namespace Sweep.Contracts;

/// <summary>What is planned of a trial. It never changes; whoever runs, keeps or shows the trial holds this record.</summary>
[GenerateSerializer, Immutable, Alias("sweep.planned-trial")]
public sealed record PlannedTrial
{
    /// <summary>Number in the sweep, from 0.</summary>
    [Id(0)] public required int Number { get; init; }

    /// <summary>One value for each parameter; trials with an equal one are replicates of one configuration.</summary>
    [Id(1)] public required TrialConfig Config { get; init; }

    /// <summary>Replicate, from 0.</summary>
    [Id(2)] public int Replicate { get; init; }

    /// <summary>Seed of all its streams, equal for equal (sweep seed, replicate): replicates are paired across configurations.</summary>
    [Id(3)] public long Seed { get; init; }

    /// <summary>Epochs it will run if nobody stops it; 0 = nobody knows before it has run (a program).</summary>
    [Id(4)] public int Epochs { get; init; }

    /// <summary>The text it learns; null when it has none.</summary>
    [Id(5)] public CorpusFacts? Corpus { get; init; }

    /// <summary>What its speed and memory are known by.</summary>
    [Id(6)] public CostKey CostKey { get; init; } = CostKey.None;

    /// <summary>The trial whose checkpoint it begins with; null = it begins from the start.</summary>
    [Id(7)] public int? Parent { get; init; }

    /// <summary>Epochs of that checkpoint; 0 = none.</summary>
    [Id(8)] public int ParentEpoch { get; init; }

    /// <summary>Configuration of that trial; null = none.</summary>
    [Id(9)] public TrialConfig? ParentConfig { get; init; }
}

/// <summary>What is known of a text before it is trained on.</summary>
/// <param name="Sha256">SHA-256 in lower-case hex: a trial that finds another text is refused. Null when only the floor is known.</param>
/// <param name="FloorPerplexity">Lowest perplexity that a model reaches which sees only the past; null when unknown.</param>
[GenerateSerializer, Immutable, Alias("sweep.corpus-facts")]
public sealed record CorpusFacts([property: Id(0)] string? Sha256, [property: Id(1)] double? FloorPerplexity)
{
    /// <summary>The facts that there are; null when there are none.</summary>
    public static CorpusFacts? Of(string? sha256, double? floorPerplexity) =>
        sha256 is null && floorPerplexity is null ? null : new(sha256, floorPerplexity);
}
