using System.Text.Json;
using System.Text.Json.Nodes;
using Sweep.Client.Cli;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;
using Sweep.Ledger;
using Sweep.Search.Spaces;

namespace Sweep.Client.Exports;

/// <summary>Writes a sweep in the form of another program, whole or not at all.</summary>
/// <param name="path">Absolute path of the file or folder.</param>
/// <returns>How to look at it there, for people.</returns>
/// <exception cref="UserException">It is there already, or cannot be written.</exception>
internal delegate string SweepExport(ExportedSweep sweep, string path);

/// <param name="Space">What its file has to choose from; null when this build cannot read the file any more.</param>
/// <param name="Time">Tells the time zone and the moment of the export.</param>
internal sealed record ExportedSweep(SweepRow Row, ILedgerView Ledger, SearchSpace? Space, TimeProvider Time)
{
    /// <summary>Its trials that have started, by number, with their reports.</summary>
    public IEnumerable<ExportedTrial> Started()
    {
        using var trials = Ledger.ReadTrials(Row.Name);
        using var reports = Ledger.ReadReports(Row.Name);
        foreach (var trial in Trials(trials, reports).Where(trial => trial.Row.StartedAt is not null)) yield return trial;
    }

    /// <summary>Its trials by number with their reports, read together row by row. Takes both once.</summary>
    public static IEnumerable<ExportedTrial> Trials(LedgerTrials trials, LedgerReports reports)
    {
        using var rows = reports.Rows.GetEnumerator();
        var hasRow = rows.MoveNext();
        foreach (var trial in trials.Rows)
        {
            var own = new List<ExportedEpoch>();
            for (; hasRow && rows.Current.Trial <= trial.Number; hasRow = rows.MoveNext())
            {
                // A report of a trial that came in between the two reads has no row here.
                if (rows.Current.Trial == trial.Number) own.Add(ExportedEpoch.Of(rows.Current, reports.Metrics));
            }

            yield return new ExportedTrial(trial, own);
        }
    }
}

/// <summary>A trial with its accepted reports by epoch.</summary>
internal sealed record ExportedTrial(TrialRow Row, IReadOnlyList<ExportedEpoch> Epochs)
{
    /// <summary>When an epoch ended, as far as the seconds of the epochs tell: UTC.</summary>
    public IEnumerable<(ExportedEpoch Epoch, DateTimeOffset At)> Times()
    {
        var at = Row.StartedAt ?? DateTimeOffset.UnixEpoch;
        foreach (var epoch in Epochs)
        {
            at += TimeSpan.FromSeconds(double.IsFinite(epoch.Seconds) ? Math.Clamp(epoch.Seconds, 0, 1e8) : 0);
            yield return (epoch, at);
        }
    }

    /// <summary>What is known of it beside its parameters and metrics.</summary>
    public JsonObject Facts()
    {
        var facts = new JsonObject
        {
            ["seed"] = Row.Plan.Seed,
            ["replicate"] = Row.Plan.Replicate,
            ["status"] = Row.Status.SnakeCase(),
            ["attempts"] = Row.Attempts,
        };
        if (Row.Slot is { } slot) facts["slot"] = slot.Text;
        if (Row.BestEpoch is { } best) facts["best_epoch"] = best;
        if (Row.Reason is { } reason) facts["reason"] = reason;
        return facts;
    }
}

/// <summary>An accepted report.</summary>
/// <param name="Epoch">Epoch, from 1.</param>
internal sealed record ExportedEpoch(int Epoch, double Seconds, IReadOnlyList<(string Name, double Value)> Metrics)
{
    public static ExportedEpoch Of(ReportRow row, IReadOnlyList<string> names) => new(row.Epoch, row.Seconds,
        [.. names.Zip(row.Metrics).Where(metric => metric.Second is not null).Select(metric => (metric.First, metric.Second!.Value))]);
}

/// <summary>What exports to files have in common.</summary>
internal static class ExportFiles
{
    /// <summary>A value of a configuration as a text: words without quotation marks, everything else as JSON.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => "null",
        JsonValue word when word.GetValueKind() == JsonValueKind.String => word.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    /// <summary>Fills a folder that gets its name when it is complete.</summary>
    /// <param name="folder">Its absolute path.</param>
    /// <exception cref="UserException">There is one already, or it cannot be written.</exception>
    public static void Folder(string folder, Action<string> fill)
    {
        if (Path.Exists(folder)) throw IsThere(folder);
        var partial = $"{folder}.partial-{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(partial);
            fill(partial);
            Directory.Move(partial, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserException.Failed($"cannot write '{folder}': {e.Message}");
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        }
    }

    public static UserException IsThere(string path) =>
        UserException.BadInput($"'{path}' is there already", "  remove it, or name another place with --to");
}
