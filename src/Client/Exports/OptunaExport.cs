using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Sweep.Client.Cli;
using Sweep.Contracts;

namespace Sweep.Client.Exports;

/// <summary>A SQLite file that Optuna reads: a study for the sweep, a trial for each of its trials, with parameters, values and
/// intermediate values. A file that Optuna has made gets the study added.</summary>
/// <remarks>The schema of Optuna 3.0 and 3.1 (alembic v3.0.0.d); <c>optuna storage upgrade</c> makes it that of later ones.</remarks>
internal static class OptunaExport
{
    private const string Revision = "v3.0.0.d";

    private const string Schema = """
        CREATE TABLE studies (study_id INTEGER NOT NULL, study_name VARCHAR(512) NOT NULL, PRIMARY KEY (study_id));
        CREATE UNIQUE INDEX ix_studies_study_name ON studies (study_name);
        CREATE TABLE version_info (
          version_info_id INTEGER NOT NULL, schema_version INTEGER, library_version VARCHAR(256), PRIMARY KEY (version_info_id),
          CHECK (version_info_id=1));
        INSERT INTO version_info VALUES (1, 12, '3.1.0');
        CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));
        INSERT INTO alembic_version VALUES ('v3.0.0.d');
        CREATE TABLE study_directions (
          study_direction_id INTEGER NOT NULL, direction VARCHAR(8) NOT NULL, study_id INTEGER NOT NULL, objective INTEGER NOT NULL,
          PRIMARY KEY (study_direction_id), UNIQUE (study_id, objective), FOREIGN KEY(study_id) REFERENCES studies (study_id));
        CREATE TABLE study_user_attributes (
          study_user_attribute_id INTEGER NOT NULL, study_id INTEGER, "key" VARCHAR(512), value_json TEXT,
          PRIMARY KEY (study_user_attribute_id), UNIQUE (study_id, "key"), FOREIGN KEY(study_id) REFERENCES studies (study_id));
        CREATE TABLE study_system_attributes (
          study_system_attribute_id INTEGER NOT NULL, study_id INTEGER, "key" VARCHAR(512), value_json TEXT,
          PRIMARY KEY (study_system_attribute_id), UNIQUE (study_id, "key"), FOREIGN KEY(study_id) REFERENCES studies (study_id));
        CREATE TABLE trials (
          trial_id INTEGER NOT NULL, number INTEGER, study_id INTEGER, state VARCHAR(8) NOT NULL, datetime_start DATETIME,
          datetime_complete DATETIME, PRIMARY KEY (trial_id), FOREIGN KEY(study_id) REFERENCES studies (study_id));
        CREATE TABLE trial_user_attributes (
          trial_user_attribute_id INTEGER NOT NULL, trial_id INTEGER, "key" VARCHAR(512), value_json TEXT,
          PRIMARY KEY (trial_user_attribute_id), UNIQUE (trial_id, "key"), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
        CREATE TABLE trial_system_attributes (
          trial_system_attribute_id INTEGER NOT NULL, trial_id INTEGER, "key" VARCHAR(512), value_json TEXT,
          PRIMARY KEY (trial_system_attribute_id), UNIQUE (trial_id, "key"), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
        CREATE TABLE trial_params (
          param_id INTEGER NOT NULL, trial_id INTEGER, param_name VARCHAR(512), param_value FLOAT, distribution_json TEXT,
          PRIMARY KEY (param_id), UNIQUE (trial_id, param_name), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
        CREATE TABLE trial_values (
          trial_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, objective INTEGER NOT NULL, value FLOAT,
          value_type VARCHAR(7) NOT NULL, PRIMARY KEY (trial_value_id), UNIQUE (trial_id, objective),
          FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
        CREATE TABLE trial_intermediate_values (
          trial_intermediate_value_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, step INTEGER NOT NULL, intermediate_value FLOAT,
          intermediate_value_type VARCHAR(7) NOT NULL, PRIMARY KEY (trial_intermediate_value_id), UNIQUE (trial_id, step),
          FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
        CREATE TABLE trial_heartbeats (
          trial_heartbeat_id INTEGER NOT NULL, trial_id INTEGER NOT NULL, heartbeat DATETIME NOT NULL, PRIMARY KEY (trial_heartbeat_id),
          UNIQUE (trial_id), FOREIGN KEY(trial_id) REFERENCES trials (trial_id));
        """;

    public static string Write(ExportedSweep sweep, string path)
    {
        if (!sweep.Row.IsRanked)
        {
            throw UserException.BadInput(
                $"'{sweep.Row.Name}' ranks nothing, and a study of Optuna has an objective: its file needs a 'metric'");
        }

        try
        {
            var place = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
            using var file = new SqliteConnection(place.ConnectionString);
            file.Open();
            using var transaction = file.BeginTransaction();
            RequireRevision(file, path);
            new Study(file, sweep).Write(path);
            transaction.Commit();
        }
        catch (SqliteException e)
        {
            throw UserException.Failed($"cannot write '{path}': {e.Message}");
        }

        return $"optuna.load_study(study_name='{sweep.Row.Name}', storage={JsonSerializer.Serialize($"sqlite:///{path}")})";
    }

    private static void RequireRevision(SqliteConnection file, string path)
    {
        var tables = file.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table'").ToList();
        if (tables.Count == 0)
        {
            file.Execute(Schema);
            return;
        }

        if (!tables.Contains("alembic_version"))
            throw UserException.BadInput($"'{path}' is no storage of Optuna: expected one, or no file", "  name another file with --to");
        var found = file.QueryFirstOrDefault<string>("SELECT version_num FROM alembic_version");
        if (found == Revision) return;
        throw UserException.BadInput(
            $"'{path}' has the schema {found} of Optuna, expected {Revision} (Optuna 3.0 and 3.1)",
            "  export to a file of its own; 'optuna storage upgrade' makes it that of a later Optuna");
    }

    private sealed class Study(SqliteConnection file, ExportedSweep sweep)
    {
        private readonly Dictionary<string, OptunaDistribution> distributions = [];
        private long study;

        public void Write(string path)
        {
            var row = sweep.Row;
            if (file.ExecuteScalar<long>("SELECT count(*) FROM studies WHERE study_name = @Name", new { row.Name }) > 0)
                throw UserException.BadInput($"'{path}' has a study '{row.Name}' already", "  name another file with --to");
            study = file.ExecuteScalar<long>("INSERT INTO studies (study_name) VALUES (@Name) RETURNING study_id", new { row.Name });
            file.Execute(
                "INSERT INTO study_directions (direction, study_id, objective) VALUES (@direction, @study, 0)",
                new { direction = row.Maximize ? "MAXIMIZE" : "MINIMIZE", study });
            foreach (var (name, value) in ((string, string?)[])[("metric", row.Metric), ("description", row.Description)])
            {
                if (value is not null) Attribute("study_user", "study", study, name, JsonSerializer.Serialize(value));
            }

            using var trials = sweep.Ledger.ReadTrials(row.Name);
            using var reports = sweep.Ledger.ReadReports(row.Name);
            foreach (var (name, distribution) in OptunaDistribution.Of(sweep.Space, trials.Configs)) distributions[name] = distribution;
            foreach (var trial in ExportedSweep.Trials(trials, reports)) WriteTrial(trial);
        }

        private void WriteTrial(ExportedTrial trial)
        {
            var row = trial.Row;
            var id = file.ExecuteScalar<long>(
                "INSERT INTO trials (number, study_id, state, datetime_start, datetime_complete) " +
                "VALUES (@Number, @study, @state, @start, @end) RETURNING trial_id",
                new { row.Number, study, state = State(row.Status), start = Moment(row.StartedAt), end = Moment(row.EndedAt) });
            WriteParameters(id, row.Plan.Config, isWaiting: row.Status == TrialStatus.Planned);
            if (row.Status is TrialStatus.Completed or TrialStatus.Stopped && row.Metric is { } metric)
            {
                file.Execute(
                    "INSERT INTO trial_values (trial_id, objective, value, value_type) VALUES (@id, 0, @value, @type)", Number(id, metric));
            }

            foreach (var (name, value) in trial.Facts()) Attribute("trial_user", "trial", id, name, value!.ToJsonString());
            foreach (var epoch in trial.Epochs)
            {
                foreach (var (_, value) in epoch.Metrics.Where(metric => metric.Name == sweep.Row.Metric))
                {
                    file.Execute(
                        "INSERT INTO trial_intermediate_values (trial_id, step, intermediate_value, intermediate_value_type) " +
                        $"VALUES (@id, {epoch.Epoch}, @value, @type)", Number(id, value));
                }
            }
        }

        private void WriteParameters(long id, TrialConfig config, bool isWaiting)
        {
            var values = config.ToJson();
            var varying = values.Where(pair => distributions.ContainsKey(pair.Key)).ToList();
            if (isWaiting)
            {
                var wanted = new JsonObject(varying.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
                Attribute("trial_system", "trial", id, "fixed_params", wanted.ToJsonString());
                return;
            }

            foreach (var (name, value) in varying)
            {
                file.Execute(
                    "INSERT INTO trial_params (trial_id, param_name, param_value, distribution_json) VALUES (@id, @name, @value, @json)",
                    new { id, name, value = distributions[name].Inside(value), json = distributions[name].Json });
            }
        }

        private void Attribute(string table, string of, long id, string key, string json) => file.Execute(
            $"INSERT INTO {table}_attributes ({of}_id, \"key\", value_json) VALUES (@id, @key, @json)", new { id, key, json });

        /// <summary>Optuna writes local times.</summary>
        private string? Moment(DateTimeOffset? moment) => moment is not { } m ? null
            : TimeZoneInfo.ConvertTime(m, sweep.Time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

        private static object Number(long id, double value) => new
        {
            id,
            value = double.IsFinite(value) ? value : (double?)null,
            type = double.IsFinite(value) ? "FINITE" : double.IsNaN(value) ? "NAN" : value > 0 ? "INF_POS" : "INF_NEG",
        };

        private static string State(TrialStatus status) => status switch
        {
            TrialStatus.Completed => "COMPLETE",
            TrialStatus.Stopped => "PRUNED",
            TrialStatus.Running or TrialStatus.Paused => "RUNNING",
            TrialStatus.Planned => "WAITING",
            _ => "FAIL",
        };
    }
}
