using Sweep.Client.Cli;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Assemblies;
using Sweep.Experiments.Specs;
using Sweep.Ledger;
using Sweep.Reports.EarlyStopping;

namespace Sweep.Client.Results;

/// <summary>The sweep file that a ledger holds.</summary>
internal static class RecordedFile
{
    /// <summary>Reads it once more; nothing that it names is looked for.</summary>
    public static SpecResult Read(CliContext context, SweepRow row) =>
        SweepSpecReader.Read(row.Yaml, context.Catalog, Place(row.BaseFolder) with { HasFiles = false }, [], row.Name);

    /// <summary>Where a file is read. Whoever names a sweep file, or a sweep, has its assembly run.</summary>
    public static SpecPlace Place(string baseFolder) => new(baseFolder) { LoadExperiments = ExperimentAssembly.Definitions };

    /// <summary>What its early-stopping rule has done; null where it names none, or this build no longer accepts it.</summary>
    public static EarlyStops? Stops(CliContext context, ILedgerView ledger, SweepRow row)
    {
        // Most files have none, which is seen without reading them.
        if (!row.Yaml.Contains("early_terminate", StringComparison.Ordinal)) return null;
        return Read(context, row).Spec?.NewStopper() is { IsBlind: false } rule ? EarlyStops.Read(ledger, row.Name, rule) : null;
    }

    /// <summary>The same for programs.</summary>
    public static object? Facts(EarlyStops? stops) => stops is null ? null : new
    {
        stops.Rule,
        stops.Trials,
        stops.Stopped,
        stops.Waiting,
        stops.TrainedEpochs,
        stops.FullEpochs,
        stops.SavedEpochs,
        UnknownTrials = stops.Unknown,
        stops.Forks,
        Rungs = EarlyStopsText.Table(stops).Streamed,
    };
}
