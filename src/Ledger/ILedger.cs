using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger;

/// <summary>The results database: the only truth about sweeps, trials, attempts and reports. One implementation per database.</summary>
/// <remarks>
/// <para>Safe for concurrent use. Each write is one transaction, durable when the task completes; concurrent writes may share one.</para>
/// <para>Two fences: <i>coordinator</i> (a number per sweep, raised by <see cref="Claim"/>; writes with an older one throw) and
/// <i>attempt</i> (a number per trial, raised by <see cref="AttemptStarted"/>; changes with another one are refused one by one).</para>
/// <para>Every method throws <see cref="LedgerException"/> when the database fails (full disk, damaged file, lost connection).</para>
/// </remarks>
public interface ILedger : ILedgerReader, IAsyncDisposable
{
    /// <summary>Adds a sweep with its planned trials. The same sweep again (same name and YAML) changes nothing.</summary>
    /// <exception cref="LedgerException">Input error: another sweep of that name is in the ledger.</exception>
    Task CreateSweep(NewSweep sweep, IReadOnlyList<PlannedTrial> trials);

    /// <summary>Makes the caller the coordinator of a sweep: raises the token, ends every running attempt with its trial planned again
    /// unless it is in <paramref name="stillRunning"/>, and sets the sweep's status to running when trials remain.</summary>
    /// <param name="sweep">Name of the sweep.</param>
    /// <param name="stillRunning">Attempts that run on.</param>
    /// <param name="lostSlots">Slots whose node is gone: attempts on them end as <c>lost_node</c>, all others as <c>interrupted</c>;
    /// null = none.</param>
    /// <returns>The new token.</returns>
    Task<long> Claim(string sweep, IReadOnlyCollection<Contracts.TrialRef> stillRunning, IReadOnlyCollection<SlotName>? lostSlots = null);

    /// <summary>Applies changes in order, all in one transaction.</summary>
    /// <returns>For each change, whether it was accepted.</returns>
    /// <exception cref="CoordinatorFencedException">A newer coordinator owns the sweep; nothing was written.</exception>
    Task<IReadOnlyList<bool>> Apply(string sweep, long coordinator, IReadOnlyList<LedgerChange> changes);

    /// <summary>Sets the status of the sweep; the end time too when it is finished or cancelled.</summary>
    /// <exception cref="CoordinatorFencedException">A newer coordinator owns the sweep.</exception>
    Task SetStatus(string sweep, long coordinator, SweepStatus status);
}
