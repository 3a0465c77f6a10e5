using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger;

/// <summary>What verbs read. Readers never block the writer and see only whole transactions.</summary>
public interface ILedgerReader
{
    /// <summary>Every sweep, newest first.</summary>
    Task<IReadOnlyList<SweepRow>> ListSweeps();

    /// <summary>Names of the sweeps that run. It looks at no trial, so it may be asked every second, however many there are.</summary>
    Task<IReadOnlyList<string>> ListRunning();

    /// <summary>One sweep; null when there is none of that name.</summary>
    Task<SweepRow?> FindSweep(string sweep);

    /// <summary>The trials of a sweep by number; empty when there is no such sweep.</summary>
    Task<IReadOnlyList<TrialRow>> ListTrials(string sweep);

    /// <summary>The accepted epochs of a sweep, or of one of its trials, by trial and epoch.</summary>
    Task<IReadOnlyList<EpochRow>> ListEpochs(string sweep, int? trial = null);

    /// <summary>The report of each trial that gives it its value, by trial; those without a value have none.</summary>
    Task<IReadOnlyList<EpochRow>> ListCounted(string sweep);

    /// <summary>The sweep's own metric of its accepted epochs, by trial and epoch, and nothing else:
    /// a small part of what <see cref="ListEpochs"/> costs.</summary>
    Task<IReadOnlyList<MetricRow>> ListMetric(string sweep);

    /// <summary>The events of a sweep by number; none where no decision depends on any.</summary>
    Task<IReadOnlyList<SweepEvent>> ListEvents(string sweep);

    /// <summary>The decisions of a sweep by number.</summary>
    Task<IReadOnlyList<Decision>> ListDecisions(string sweep);

    /// <summary>What was measured of a sweep's data at its submission (<see cref="NewSweep.Facts"/>); null = nothing.</summary>
    Task<string?> FindFacts(string sweep);

    /// <summary>What a sweep knew of other sweeps at its submission (<see cref="NewSweep.Known"/>); null = nothing.</summary>
    Task<string?> FindKnown(string sweep);

    /// <summary>Slots of the attempts of a sweep that run, by trial.</summary>
    Task<IReadOnlyList<SlotName>> ListRunningSlots(string sweep);

    /// <summary>The attempts of a sweep, or of one of its trials, by trial and attempt.</summary>
    Task<IReadOnlyList<AttemptRow>> ListAttempts(string sweep, int? trial = null);

    /// <summary>Median recorded seconds per epoch for each cost key, over every sweep in the ledger;
    /// of the newest hundred trials of the key where there are more.</summary>
    Task<IReadOnlyDictionary<CostKey, double>> RecordedEpochSeconds();
}
