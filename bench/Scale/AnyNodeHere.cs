using Orleans.Runtime.Placement;

namespace Sweep.Bench.Scale;

/// <summary>Every simulated node is on the only silo.</summary>
internal sealed class AnyNodeHere : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(context.GetCompatibleSilos(target)[0]);
}
