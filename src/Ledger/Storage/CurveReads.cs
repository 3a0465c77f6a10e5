using System.Data.Common;

namespace Sweep.Ledger.Storage;

/// <summary>Reads learning curves, thinned by the database.</summary>
internal sealed class CurveReads(SweepReading reading)
{
    private const string Others = "r.metrics";

    public LedgerCurves Start(CurveQuery query) => reading.Begin(() =>
    {
        var column = Column(query.Metric);
        var thinned = query.Step > 1 ? $"AND (r.epoch = 1 OR r.epoch = t.epochs_done OR r.epoch % {query.Step} = 0)" : "";
        // Numbers are safe in the text itself; lists are parameters of another form in each database.
        var named = query.Trials is not { } trials ? "" : trials.Count == 0 ? "AND 1 = 0"
            : $"AND t.number IN ({string.Join(", ", trials)})";
        var sql =
            $"SELECT t.number, r.epoch, {column} FROM sweep s JOIN trial t ON t.sweep_id = s.id " +
            $"JOIN report r ON r.trial_id = t.id WHERE s.name = @sweep {named} {thinned} " +
            (column == Others ? "AND r.metrics <> '{}' " : $"AND {column} IS NOT NULL ") + "ORDER BY t.number, r.epoch";
        return new LedgerCurves(column == Others ? Named(sql, query.Metric) : reading.Rows<CurvePoint>(sql, Point), reading);
    });

    private static Func<CurvePoint> Point(DbDataReader row) => () => new CurvePoint(row.GetInt32(0), row.GetInt32(1), row.GetDouble(2));

    /// <summary>Metrics without a column. They are read here: a name may hold what a path of a database would mean otherwise.</summary>
    private IEnumerable<CurvePoint> Named(string sql, string metric) => reading
        .Rows<CurvePoint?>(sql, row => () =>
            MetricsJson.Join(null, null, null, row.GetString(2)).TryGetValue(metric, out var value)
                ? new CurvePoint(row.GetInt32(0), row.GetInt32(1), value) : null)
        .OfType<CurvePoint>();

    /// <summary>The column of a metric, or <see cref="Others"/>.</summary>
    private string Column(string metric)
    {
        using var own = reading.Open("SELECT metric FROM sweep s WHERE s.name = @sweep");
        if (own.Read() && own.GetString(0) == metric) return "r.metric";
        return metric is MetricsJson.TrainPerplexity or MetricsJson.ValPerplexity or MetricsJson.TokensPerSecond or "seconds"
            ? "r." + metric : Others;
    }
}
