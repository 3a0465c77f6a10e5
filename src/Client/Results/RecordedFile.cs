using Sweep.Client.Cli;
using Sweep.Client.Clusters;
using Sweep.Contracts.Rows;
using Sweep.Experiments.Assemblies;
using Sweep.Experiments.Catalog;
using Sweep.Experiments.Specs;
using Sweep.Figures.Requests;
using Sweep.Ledger;
using Sweep.Reports.EarlyStopping;

namespace Sweep.Client.Results;

/// <summary>The sweep file that a ledger holds.</summary>
internal static class RecordedFile
{
    /// <summary>Reads it once more for who looks at results; nothing that it names is looked for, and no assembly is loaded: whoever looks
    /// has not chosen to run the code that a ledger names.</summary>
    public static SpecResult Read(CliContext context, SweepRow row) => SweepSpecReader.Read(
        row.Yaml, context.Catalog,
        new SpecPlace(row.BaseFolder)
        {
            HasFiles = false,
            LoadExperiments = _ => [UndeclaredDefinition.NotLoaded(row.Experiment, row.Metric)],
        },
        [], row.Name);

    /// <summary>Where a file is read by who runs it, and so its assembly.</summary>
    public static SpecPlace Place(string baseFolder) => new(baseFolder) { LoadExperiments = ExperimentAssembly.Definitions };

    /// <summary>What its early-stopping rule has done; null where it names none, or this build no longer accepts it.</summary>
    public static EarlyStops? Stops(CliContext context, ILedgerView ledger, SweepRow row)
    {
        // Most files have none, which is seen without reading them.
        if (!row.Yaml.Contains("early_terminate", StringComparison.Ordinal)) return null;
        return Read(context, row).Spec?.NewStopper() is { IsBlind: false } rule ? EarlyStops.Read(ledger, row.Name, rule) : null;
    }

    /// <summary>What draws figures of it: with the scales and the rule of its file, as far as this build still accepts it.</summary>
    public static FigureMaker Figures(CliContext context, LedgerPlace place, ILedgerView ledger, SweepRow row)
    {
        var spec = Read(context, row).Spec;
        return new FigureMaker(ledger, row)
        {
            Space = spec?.Space,
            Rule = spec?.NewStopper(),
            Now = place.Runs(row) ? context.Time.GetUtcNow() : null,
        };
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
