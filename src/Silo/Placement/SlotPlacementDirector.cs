using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;
using Sweep.Contracts;

namespace Sweep.Silo.Placement;

/// <summary>Finds the silo whose metadata has the slot's node. Placed nowhere else: the slot's processes and GPU are there.</summary>
public sealed class SlotPlacementDirector(ISiloMetadataCache metadata) : IPlacementDirector
{
    /// <summary>Metadata key under which a silo tells its node name.</summary>
    public const string NodeKey = "sweep.node";

    private const string Absent = "which is not in the cluster";

    /// <summary>True for what this says of an absent node, by its text: on its way the exception may become another one.</summary>
    public static bool IsAbsence(Exception error) =>
        error is SiloUnavailableException && error.Message.Contains(Absent, StringComparison.Ordinal);

    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var slot = SlotName.Parse(target.GrainIdentity.Key.ToString()!);
        var known = context.GetCompatibleSilos(target).Where(silo => NodeOf(silo) is not null).ToList();
        // A node that was killed and started again may stand there twice until its first life is missed.
        if (known.Where(silo => NodeOf(silo) == slot.Node).MaxBy(silo => silo.Generation) is { } found) return Task.FromResult(found);
        var nodes = known.Count == 0 ? "none" : string.Join(", ", known.Select(NodeOf).Order(StringComparer.Ordinal));
        throw new SiloUnavailableException(
            $"slot '{slot}' is on node '{slot.Node}', {Absent} (nodes: {nodes}); start it with `sweep silo` there");
    }

    private string? NodeOf(SiloAddress silo) => metadata.GetSiloMetadata(silo).Metadata.GetValueOrDefault(NodeKey);
}

/// <summary>Places a grain whose key is a slot on the silo of that slot's node.</summary>
[GenerateSerializer, Immutable, Alias("sweep.slot-placement")]
public sealed class SlotPlacement : PlacementStrategy;

/// <summary>Marks a grain whose key is a slot; see <see cref="SlotPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SlotPlacementAttribute() : PlacementAttribute(new SlotPlacement());
