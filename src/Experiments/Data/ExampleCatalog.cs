using Sweep.Contracts;
using Sweep.Experiments.Data.Files;

namespace Sweep.Experiments.Data;

/// <summary>Sets of examples by their options; the last few are kept, and made again when their file has changed.</summary>
/// <typeparam name="TOptions">Which examples: equal options on an equal file give equal ones.</typeparam>
/// <typeparam name="TSet">The examples.</typeparam>
/// <param name="fileOf">The user's file; null where the examples are drawn.</param>
/// <param name="make">Draws or reads them.</param>
internal class ExampleCatalog<TOptions, TSet>(Func<TOptions, WholeTextFile?> fileOf, Func<TOptions, TSet> make)
    where TOptions : notnull
    where TSet : ITrialData
{
    private const int Kept = 8;

    private readonly RecentlyUsed<(TOptions Options, string Stamp), TSet> recent = new(Kept);

    /// <exception cref="CorpusException">They cannot be had; the message says what to do.</exception>
    public TSet Load(TOptions options) => recent.GetOrAdd((options, fileOf(options)?.Stamp() ?? ""), () => make(options));

    /// <summary>The examples of a trial, as they were when its sweep was planned with a text of this SHA-256; null = unknown.</summary>
    /// <exception cref="TrialException">They cannot be had, or are others.</exception>
    public TSet Load(TOptions options, string? planned) => PlannedData.Load(planned, () => Load(options));
}
