using Sweep.Contracts;
using Sweep.Experiments.Specs;
using Sweep.Search.Scheduling;

namespace Sweep.Silo.Sweeps;

/// <summary>Reads a submitted sweep and writes its trials out. Equal orders give equal plans, so that any coordinator can go on.</summary>
public interface ISweepPlanner
{
    /// <param name="order">The sweep.</param>
    /// <param name="isKnown">True when the ledger holds its trials:
    /// only the rules are read, so that no file of the client need be here.</param>
    /// <exception cref="SweepRefusedException">The file is no valid sweep here; the message lists every error.</exception>
    PlannedSweep Plan(SweepOrder order, bool isKnown);
}

/// <summary>A submitted sweep, read and written out.</summary>
/// <param name="Spec">The validated spec.</param>
/// <param name="Plan">Its row and planned trials; null when the ledger holds them already.</param>
public sealed record PlannedSweep(SweepSpec Spec, SweepPlan? Plan)
{
    /// <summary>Writes out the trials of configurations that are chosen as the sweep goes, from what was measured at its submission;
    /// null = its trials were all planned then.</summary>
    public Func<string?, PlanTrial?> PlannerWith { get; init; } = _ => null;

    /// <summary>Predicted memory of a trial in bytes; null = the experiment cannot tell.</summary>
    public Func<PlannedTrial, long?>? PredictMemory { get; init; }
}
