using Dapper;
using Sweep.Contracts;
using Sweep.Contracts.Rows;

namespace Sweep.Ledger.Storage;

/// <summary>What somebody reads who looks on.</summary>
internal partial class LedgerReads
{
    public LedgerCurves ReadCurves(string sweep, CurveQuery query) =>
        Patiently(() => new CurveReads(new SweepReading(database, sweep)).Start(query));

    public Task<IReadOnlyList<string>> ListMetricNames(string sweep) => Read<IReadOnlyList<string>>(ledger =>
    {
        var own = ledger.QuerySingleOrDefault<string>("SELECT metric FROM sweep WHERE name = @sweep", new { sweep }) ?? "";
        var last = ledger.Query<StoredReport>(
            """
            SELECT r.train_perplexity AS TrainPerplexity, r.val_perplexity AS ValPerplexity, r.tokens_per_second AS TokensPerSecond,
              r.metrics AS Metrics
            FROM (SELECT t.id, t.epochs_done FROM sweep s JOIN trial t ON t.sweep_id = s.id
              WHERE s.name = @sweep AND t.epochs_done > 0 ORDER BY t.number DESC LIMIT 50) t
            JOIN report r ON r.trial_id = t.id AND r.epoch = t.epochs_done
            """,
            new { sweep });
        var others = last.SelectMany(report => report.ToRow().Metrics.Keys).Distinct().Where(name => name != own)
            .Order(StringComparer.Ordinal);
        return own.Length > 0 ? [own, .. others] : [.. others];
    });

    public Task<IReadOnlyList<Decision>> FindDecisions(string sweep, DecisionQuery query) => List(ledger =>
        !OlderLedgers.HasDecisions(ledger) ? [] : ledger.Query<Decision>(
            $"""
            SELECT d.number AS Number, d.seen AS Seen, d.kind AS Kind, d.trial AS Trial, d.parent AS Parent,
              d.parent_epoch AS ParentEpoch, d.reason AS Reason, d.evidence AS Evidence
            FROM sweep s JOIN decision d ON d.sweep_id = s.id WHERE s.name = @sweep AND d.number > @After
              {(query.Trial is null ? "" : "AND d.trial = @Trial")} {(query.OnlyForks ? "AND d.parent IS NOT NULL" : "")}
            ORDER BY d.number LIMIT @Most
            """,
            new { sweep, query.After, query.Trial, query.Most }));

    public Task<SweepMoves?> ReadChanges(string sweep, IReadOnlyDictionary<int, TrialState>? known) => AtOneMoment(sweep, reading =>
        reading.Query<SweepRow>($"{Sweeps(reading.Connection)} WHERE s.name = @sweep", new { sweep }).SingleOrDefault() is { } row
            ? new ChangeReads(reading, sweep).Read(row, known) : null);

    public LedgerWatch Watch() => Patiently(() =>
    {
        var connection = database.Open();
        if (database.Version(connection) is not null)
            return new LedgerWatch(() => Patiently(() => database.Version(connection)), connection);
        connection.Dispose();
        return new LedgerWatch(() => null, null);
    });
}
