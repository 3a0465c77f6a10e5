using Sweep.Contracts;

namespace Sweep.Ledger;

/// <summary>How many attempts of a sweep ended in one way.</summary>
/// <param name="Outcome">How; null = they run.</param>
/// <param name="Attempts">How many.</param>
public sealed record OutcomeCount(AttemptOutcome? Outcome, long Attempts);
