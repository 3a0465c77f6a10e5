using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Contracts.Text;

namespace Sweep.Ledger.Storage;

/// <content>The log of a sweep.</content>
internal sealed partial class LedgerWrites
{
    private SqlCall Entry(long sweep, LedgerChange change) =>
        change is EventNoted noted ? Entry(sweep, noted.Event) : Entry(sweep, ((DecisionMade)change).Decision);

    private static SqlCall Entry(long sweep, SweepEvent happened) => new(
        "INSERT INTO event (sweep_id, number, kind, trial, epoch, value, status, others) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        sweep, happened.Number, happened.Kind.SnakeCase(), happened.Trial, happened.Epoch, happened.Value, happened.Status?.SnakeCase(),
        happened.Others);

    private SqlCall Entry(long sweep, Decision decision) => new(
        """
        INSERT INTO decision (sweep_id, number, seen, kind, trial, parent, parent_epoch, reason, evidence, decided_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        sweep, decision.Number, decision.Seen, decision.Kind.SnakeCase(), decision.Trial, decision.Parent, decision.ParentEpoch,
        decision.Reason, decision.Evidence, at);
}
