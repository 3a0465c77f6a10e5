namespace Sweep.Contracts;

/// <summary>An attempt cannot go on, for a reason a person can act on. Ends the attempt, not the worker.</summary>
/// <param name="outcome">Outcome to report.</param>
/// <param name="message">What was expected, what was found, and the way out.</param>
/// <param name="cause">The error behind it; null when there is none.</param>
#pragma warning disable CA1032 // An outcome is not optional, so the conventional constructors would make half an exception.
public sealed class TrialException(AttemptOutcome outcome, string message, Exception? cause = null) : Exception(message, cause)
#pragma warning restore CA1032
{
    /// <summary>Outcome to report.</summary>
    public AttemptOutcome Outcome { get; } = outcome;
}
