namespace Sweep.Ledger.Postgres;

/// <summary>The writer's session is no longer what it was; a new one is needed.</summary>
internal sealed class LostSessionException() : Exception("the session was lost");
