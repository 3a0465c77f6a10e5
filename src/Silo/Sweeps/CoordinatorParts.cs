using Microsoft.Extensions.Logging;
using Sweep.Experiments.Contracts;
using Sweep.Experiments.Ledger;

namespace Sweep.Silo.Sweeps;

/// <summary>What a coordinator works with.</summary>
public sealed record CoordinatorParts
{
    public required ILedger Ledger { get; init; }

    public required ISweepPlanner Planner { get; init; }

    public required SweepFolders Folders { get; init; }

    public required ISlotBrokerGrain Broker { get; init; }

    /// <summary>The face of a slot.</summary>
    public required Func<string, IWorkerGrain> Worker { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Log { get; init; }
}
