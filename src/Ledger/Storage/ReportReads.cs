using System.Text;
using System.Text.Json;

namespace Sweep.Ledger.Storage;

/// <summary>Reads the reports of a sweep one by one.</summary>
/// <param name="reading">Both passes see what it sees: otherwise a report between them could bring a metric that the first has not
/// met. Owned.</param>
internal sealed class ReportReads(SweepReading reading)
{
    private static readonly string[] Columns = [MetricsJson.TrainPerplexity, MetricsJson.ValPerplexity, MetricsJson.TokensPerSecond];

    private const string Reports = "sweep s JOIN trial t ON t.sweep_id = s.id JOIN report r ON r.trial_id = t.id WHERE s.name = @sweep";

    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);

    public LedgerReports Start() => reading.Begin(() =>
    {
        FindMetrics();
        return new LedgerReports([.. places.Keys], Rows(), reading);
    });

    private void FindMetrics()
    {
        using (var some = reading.Open($"SELECT {string.Join(", ", Columns.Select(name => $"count(r.{name})"))} FROM {Reports}"))
        {
            some.Read();
            for (var i = 0; i < Columns.Length; i++) if (some.GetInt64(i) > 0) places.Add(Columns[i], places.Count);
        }

        using var others = reading.Open($"SELECT r.metrics FROM {Reports} AND r.metrics <> '{{}}'");
        while (others.Read()) Each(others.GetString(0), (name, _) => places.TryAdd(name, places.Count));
    }

    private IEnumerable<ReportRow> Rows() => reading.Rows<ReportRow>(
        $"SELECT t.number, r.epoch, r.attempt, r.seconds, r.metrics, {string.Join(", ", Columns.Select(name => $"r.{name}"))} " +
            $"FROM {Reports} ORDER BY t.number, r.epoch",
        rows =>
        {
            int?[] placeOf = [.. Columns.Select(name => places.TryGetValue(name, out var place) ? place : (int?)null)];
            var values = new double?[places.Count];
            Action<string, double> take = (name, value) => values[places[name]] = value;
            return () =>
            {
                Array.Clear(values);
                for (var i = 0; i < Columns.Length; i++)
                    if (placeOf[i] is { } place && !rows.IsDBNull(5 + i)) values[place] = rows.GetDouble(5 + i);
                Each(rows.GetString(4), take);
                return new ReportRow(
                    rows.GetInt32(0), rows.GetInt32(1), rows.GetInt32(2), rows.IsDBNull(3) ? 0 : rows.GetDouble(3), values);
            };
        });

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
}
