using Sweep.Contracts;

namespace Sweep.Silo.Contracts;

/// <summary>The coordinator of one sweep. Key: the sweep's name. Holds nothing that the ledger does not hold.</summary>
[Alias("sweep.ISweepGrain")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Puts the sweep and its planned trials into the ledger and starts scheduling.
    /// A repeat is harmless, also after a crash: it goes on where it stood.</summary>
    [Alias("Start")]
    Task Start(SweepOrder order, CancellationToken cancel = default);

    /// <summary>The state now, or, when <paramref name="newerThan"/> is the current version, as soon as it changes (at most about a
    /// second).</summary>
    [Alias("Watch")]
    Task<SweepProgress> Watch(long newerThan, CancellationToken cancel = default);

    /// <summary>Goes on with the sweep if the ledger says that it runs and nobody coordinates it. Cheap when somebody does.</summary>
    [Alias("Wake")]
    Task Wake(CancellationToken cancel = default);

    /// <summary>Ends running trials after a checkpoint, keeps planned ones, and stops scheduling; <see cref="Start"/> goes on.</summary>
    [Alias("Interrupt")]
    Task Interrupt(CancellationToken cancel = default);

    /// <summary>Ends running and planned trials as cancelled.</summary>
    [Alias("Cancel")]
    Task Cancel(CancellationToken cancel = default);
}
