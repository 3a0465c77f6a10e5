using Sweep.Experiments.Contracts;

namespace Sweep.Experiments.Ledger.Storage;

/// <summary>Which outcomes count against <c>retries</c>: those of the trial itself, not of the place where it ran.</summary>
internal static class Failures
{
    public static bool IsFailure(this AttemptOutcome outcome) => outcome is
        AttemptOutcome.Crashed or AttemptOutcome.OutOfMemory or AttemptOutcome.Hung or AttemptOutcome.Error or AttemptOutcome.BadInput;
}
