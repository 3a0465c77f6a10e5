namespace Sweep.Ledger.Storage;

/// <summary>What the writer needs to know of a sweep it has just looked up.</summary>
internal sealed record SweepKey(long Id, string Metric, bool Maximize, long Coordinator);
