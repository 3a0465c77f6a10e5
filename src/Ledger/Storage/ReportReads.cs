using System.Data.Common;
using System.Text;
using System.Text.Json;

namespace Sweep.Ledger.Storage;

/// <summary>Reads the reports of a sweep one by one, in SQL that SQLite and PostgreSQL understand alike.</summary>
/// <param name="connection">An open connection; owned.</param>
/// <param name="moment">Both passes see what it sees: otherwise a report between them could bring a metric that the first has not
/// met. Owned.</param>
/// <param name="explain">What an error of this database means; null for others.</param>
internal sealed class ReportReads(DbConnection connection, DbTransaction moment, Func<Exception, LedgerException?> explain) : IDisposable
{
    private static readonly string[] Columns = [MetricsJson.TrainPerplexity, MetricsJson.ValPerplexity, MetricsJson.TokensPerSecond];

    private const string Reports = "sweep s JOIN trial t ON t.sweep_id = s.id JOIN report r ON r.trial_id = t.id WHERE s.name = @sweep";

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    /// <summary>Starts to read; on failure nothing stays open.</summary>
    public LedgerReports Start(string sweep)
    {
        try
        {
            return Guard(() =>
            {
                FindMetrics(sweep);
                return new LedgerReports([.. places.Keys], Rows(sweep), this);
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        moment.Dispose();
        connection.Dispose();
    }

    private void FindMetrics(string sweep)
    {
        using (var some = Open(sweep, $"SELECT {string.Join(", ", Columns.Select(name => $"count(r.{name})"))} FROM {Reports}"))
        {
            some.Read();
            for (var i = 0; i < Columns.Length; i++) if (some.GetInt64(i) > 0) places.Add(Columns[i], places.Count);
        }

        using var others = Open(sweep, $"SELECT r.metrics FROM {Reports} AND r.metrics <> '{{}}'");
        while (others.Read()) Each(others.GetString(0), (name, _) => places.TryAdd(name, places.Count));
    }

    private IEnumerable<ReportRow> Rows(string sweep)
    {
        using var command = Command(sweep, $"SELECT t.number, r.epoch, r.attempt, r.seconds, r.metrics, " +
            $"{string.Join(", ", Columns.Select(name => $"r.{name}"))} FROM {Reports} ORDER BY t.number, r.epoch");
        int?[] placeOf = [.. Columns.Select(name => places.TryGetValue(name, out var place) ? place : (int?)null)];
        var values = new double?[places.Count];
        var ended = false;
        var rows = Guard(command.ExecuteReader);
        try
        {
            while (Guard(Next) is { } row) yield return row;
            ended = true;
        }
        finally
        {
            Leave(command, rows, ended);
        }

        ReportRow? Next()
        {
            if (!rows.Read()) return null;
            Array.Clear(values);
            for (var i = 0; i < Columns.Length; i++)
                if (placeOf[i] is { } place && !rows.IsDBNull(5 + i)) values[place] = rows.GetDouble(5 + i);
            Each(rows.GetString(4), (name, value) => values[places[name]] = value);
            return new ReportRow(rows.GetInt32(0), rows.GetInt32(1), rows.GetInt32(2), rows.IsDBNull(3) ? 0 : rows.GetDouble(3), values);
        }
    }

    /// <summary>Without the cancelling, PostgreSQL's rows that nobody takes would all be read to the end.</summary>
    private static void Leave(DbCommand command, DbDataReader rows, bool ended)
    {
        try
        {
            if (!ended) command.Cancel();
            rows.Dispose();
        }
        catch (Exception e) when (e is DbException or OperationCanceledException)
        {
            // Cancelled, as asked.
        }
    }

    // Not disposed of here: that would close its reader. The connection does.
    private DbDataReader Open(string sweep, string sql) => Command(sweep, sql).ExecuteReader();

    private DbCommand Command(string sweep, string sql) => SweepCommand.Of(connection, moment, sql, sweep);

    private static void Each(string json, Action<string, double> take)
    {
        if (json == "{}") return;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        string? name = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName) name = reader.GetString();
            else if (reader.TokenType == JsonTokenType.Number)
                take(name ?? throw new FormatException($"expected metrics as a JSON object, found '{json}'"), reader.GetDouble());
        }
    }

    private T Guard<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (explain(e) is { } explained)
        {
            throw explained;
        }
    }
}
