using Microsoft.Extensions.Logging;
using Sweep.Contracts;
using Sweep.Ledger;
using Sweep.Silo.Checkpoints;
using Sweep.Silo.Contracts;
using Sweep.Silo.Notes;

namespace Sweep.Silo.Sweeps;

/// <summary>What a coordinator works with.</summary>
public sealed record CoordinatorParts
{
    public required ILedger Ledger { get; init; }
    public required YamlSweepPlanner Planner { get; init; }
    public required SweepFolders Folders { get; init; }
    public required ICheckpointStore Checkpoints { get; init; }
    public required ISlotBrokerGrain Broker { get; init; }

    public required Func<SlotName, IWorkerGrain> Worker { get; init; }

    public required TimeProvider Clock { get; init; }
    public required ILogger Log { get; init; }

    /// <summary>Sends the notes that sweep files ask for; null = nobody does.</summary>
    public NoteSender? Notes { get; init; }

    /// <summary>True where several programs may use the same ledger file without knowing of each other: a sweep is locked by a file. In a
    /// cluster the ledger's fence alone decides, because a frozen node would keep a lock.</summary>
    public bool LocksSweeps { get; init; } = true;

    /// <summary>True where somebody chose slots that fit any trial; false where trials take of the devices what they need.</summary>
    public bool HasChosenSlots { get; init; } = true;
}
