namespace Sweep.Experiments.Ledger;

/// <summary>A ledger opened for looking: what verbs read, and people's own SQL. It holds no connection between calls.</summary>
public interface ILedgerView : ILedgerReader, ILedgerQuery;
