namespace Sweep.Contracts;

/// <summary>What a sweep holds and what it could use; repeated as a sign of life. What it held and no longer lists is free again.</summary>
[GenerateSerializer, Immutable, Alias("sweep.slot-claim")]
public sealed record SlotClaim
{
    /// <summary>Name of the sweep.</summary>
    [Id(0)] public required string Sweep { get; init; }

    /// <summary>Slots it holds, busy ones and free ones.</summary>
    [Id(1)] public IReadOnlyList<SlotGrant> Held { get; init; } = [];

    /// <summary>What it could use in all, most urgent first.</summary>
    [Id(2)] public IReadOnlyList<SlotWant> Wants { get; init; } = [];

    /// <summary>-100 to 100, default 0: a higher one is served first; running trials are left alone.</summary>
    [Id(3)] public int Priority { get; init; }

    /// <summary>Nodes that it cannot use.</summary>
    [Id(4)] public IReadOnlyCollection<string> Avoids { get; init; } = [];
}
