using System.Data.Common;
using Sweep.Contracts;
using Sweep.Contracts.Text;

namespace Sweep.Ledger.Storage;

/// <summary>Reads the decisions of a sweep one by one.</summary>
internal sealed class DecisionReads(SweepReading reading)
{
    public LedgerDecisions Start() => reading.Begin(() =>
    {
        var trials = Trials();
        return new LedgerDecisions(trials, HasDecisions() ? Rows() : [], reading);
    });

    private List<TrialSteps> Trials()
    {
        var trials = new List<TrialSteps>();
        using var row = reading.Open("SELECT t.number, t.status, t.epochs_done, t.epochs FROM sweep s JOIN trial t ON t.sweep_id = s.id " +
            "WHERE s.name = @sweep ORDER BY t.number");
        while (row.Read())
        {
            trials.Add(new TrialSteps(
                row.GetInt32(0), EnumText.Parse<TrialStatus>(row.GetString(1), "status"), row.GetInt32(2), row.GetInt32(3)));
        }

        return trials;
    }

    /// <summary>False in a ledger of an older version.</summary>
    private bool HasDecisions()
    {
        using var none = reading.Open("SELECT s.* FROM sweep s WHERE s.name = @sweep AND 1 = 0");
        return Enumerable.Range(0, none.FieldCount).Any(column => none.GetName(column) == OlderLedgers.DecisionColumn);
    }

    private IEnumerable<Decision> Rows() => reading.Rows<Decision>(
        "SELECT d.number, d.seen, d.kind, d.trial, d.parent, d.parent_epoch, d.reason, d.evidence FROM sweep s " +
            "JOIN decision d ON d.sweep_id = s.id WHERE s.name = @sweep ORDER BY d.number",
        row => () => new Decision
        {
            Number = row.GetInt64(0),
            Seen = row.GetInt64(1),
            Kind = EnumText.Parse<DecisionKind>(row.GetString(2), "kind of decision"),
            Trial = row.GetInt32(3),
            Parent = Number(row, 4),
            ParentEpoch = Number(row, 5),
            Reason = row.IsDBNull(6) ? null : row.GetString(6),
            Evidence = row.IsDBNull(7) ? null : row.GetString(7),
        });

    private static int? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);
}
