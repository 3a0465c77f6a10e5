using Sweep.Contracts;

namespace Sweep.Silo.Sweeps;

/// <summary>Reads a submitted sweep and writes its trials out. Equal orders give equal plans, so that any coordinator can go on.</summary>
public interface ISweepPlanner
{
    /// <param name="order">The sweep.</param>
    /// <param name="isKnown">True when the ledger holds its trials: only the rules are read, so that no file of the client need be here.</param>
    /// <exception cref="SweepRefusedException">The file is no valid sweep here; the message lists every error.</exception>
    PlannedSweep Plan(SweepOrder order, bool isKnown);
}
