using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sweep.Client.Cli;
using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Reports.Text;
using YamlDotNet.Serialization;

namespace Sweep.Client.Exports;

/// <summary>MLflow's file store (<c>mlruns</c>): an experiment for the sweep, a run for each trial that has started.</summary>
/// <remarks>Identifiers follow from the names of sweep and trial, so that the same sweep always has the same.</remarks>
internal static class MlflowExport
{
    private static readonly ISerializer Yaml = new SerializerBuilder().WithQuotingNecessaryStrings().Build();

    public static string Write(ExportedSweep sweep, string path)
    {
        var experiment = ExperimentId(sweep.Row.Name);
        var home = Path.Combine(path, experiment);
        ExportFiles.Folder(home, folder =>
        {
            WriteYaml(folder, new()
            {
                ["artifact_location"] = new Uri(home).AbsoluteUri,
                ["creation_time"] = Milliseconds(sweep.Row.CreatedAt),
                ["experiment_id"] = experiment,
                ["last_update_time"] = Milliseconds(sweep.Row.EndedAt ?? sweep.Row.CreatedAt),
                ["lifecycle_stage"] = "active",
                ["name"] = sweep.Row.Name,
            });
            if (sweep.Row.Description is { } description) Write(folder, "tags", [("mlflow.note.content", description)]);
            foreach (var trial in sweep.Started()) WriteRun(trial, experiment, folder, home);
        });
        return $"mlflow ui --backend-store-uri {Hints.Quote(path)}";
    }

    /// <summary>MLflow takes whole numbers of up to 18 digits.</summary>
    private static string ExperimentId(string sweep) =>
        (BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(sweep))) % 900_000_000_000_000_000 + 100_000_000_000_000_000)
        .ToString(CultureInfo.InvariantCulture);

    private static string RunId(TrialRow trial) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{trial.Sweep}/{trial.Number}")).AsSpan(0, 16));

    private static void WriteRun(ExportedTrial trial, string experiment, string folder, string home)
    {
        var (row, id) = (trial.Row, RunId(trial.Row));
        var run = Directory.CreateDirectory(Path.Combine(folder, id)).FullName;
        foreach (var part in (string[])["artifacts", "metrics", "params", "tags"]) Directory.CreateDirectory(Path.Combine(run, part));
        WriteYaml(run, new()
        {
            ["artifact_uri"] = new Uri(Path.Combine(home, id, "artifacts")).AbsoluteUri,
            ["end_time"] = row.EndedAt is { } end ? Milliseconds(end) : null,
            ["entry_point_name"] = "",
            ["experiment_id"] = experiment,
            ["lifecycle_stage"] = "active",
            ["run_id"] = id,
            ["run_name"] = $"{row.Sweep}/{row.Number}",
            ["run_uuid"] = id,
            ["source_name"] = "sweep",
            ["source_type"] = 4, // of no kind that MLflow starts itself
            ["source_version"] = "",
            ["start_time"] = Milliseconds(row.StartedAt!.Value),
            ["status"] = Status(row.Status),
            ["tags"] = Array.Empty<string>(),
            ["user_id"] = Environment.UserName,
        });
        Write(run, "params", row.Plan.Config.ToJson().Select(pair => (pair.Key, ExportFiles.Text(pair.Value))));
        Write(run, "tags",
        [
            ("mlflow.runName", $"{row.Sweep}/{row.Number}"), ("mlflow.source.name", "sweep"),
            .. trial.Facts().Select(fact => ($"sweep.{fact.Key}", ExportFiles.Text(fact.Value))),
        ]);
        Write(run, "metrics", Metrics(trial));
    }

    /// <summary>A line for each epoch.</summary>
    private static IEnumerable<(string Name, string Text)> Metrics(ExportedTrial trial)
    {
        var lines = new Dictionary<string, StringBuilder>();
        foreach (var (epoch, at) in trial.Times())
        {
            foreach (var (name, value) in epoch.Metrics)
            {
                if (!lines.TryGetValue(name, out var text)) lines[name] = text = new();
                text.Append(CultureInfo.InvariantCulture, $"{Milliseconds(at)} {Numbers.Exact(value)} {epoch.Epoch}\n");
            }
        }

        return lines.Select(pair => (pair.Key, pair.Value.ToString()));
    }

    private static int Status(TrialStatus status) => status switch
    {
        TrialStatus.Running => 1,
        TrialStatus.Planned or TrialStatus.Paused => 2,
        TrialStatus.Completed or TrialStatus.Stopped => 3,
        TrialStatus.Cancelled => 5,
        _ => 4,
    };

    private static long Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    private static void WriteYaml(string folder, Dictionary<string, object?> values) =>
        File.WriteAllText(Path.Combine(folder, "meta.yaml"), Yaml.Serialize(values));

    /// <summary>A file for each key, whose slashes are folders.</summary>
    private static void Write(string folder, string part, IEnumerable<(string Key, string Text)> values)
    {
        var all = values.ToList();
        // 'val' beside 'val/loss' would be a file and a folder of one name.
        var folders = all.SelectMany(one => Folders(one.Key)).ToHashSet();
        foreach (var (key, text) in all)
        {
            var names = key.Split('/').Select(FileName).ToArray();
            if (folders.Contains(key)) names[^1] = Marked(names[^1], key);
            var path = Path.Combine([folder, part, .. names]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private static IEnumerable<string> Folders(string key)
    {
        for (var end = key.LastIndexOf('/'); end > 0; end = key.LastIndexOf('/', end - 1)) yield return key[..end];
    }

    /// <summary>MLflow reads letters, digits, <c>_ - .</c> and blanks: a name with others gets a mark, so that no two are alike.</summary>
    private static string FileName(string key)
    {
        var name = string.Concat(key.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' ? c : '_'));
        var isPlain = name == key && name.Trim('.', ' ').Length > 0 && name.Length <= 200;
        return isPlain ? name : Marked(name[..Math.Min(name.Length, 200)], key);
    }

    private static string Marked(string name, string key) =>
        $"{name}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 4))}";
}
