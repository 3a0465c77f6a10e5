namespace Sweep.Contracts;

/// <summary>An attempt cannot go on; the message tells a person what was expected, what was found, and the way out. Ends the attempt, not
/// the worker.</summary>
#pragma warning disable CA1032 // An outcome is not optional, so the conventional constructors would make half an exception.
public sealed class TrialException(AttemptOutcome outcome, string message, Exception? cause = null) : Exception(message, cause)
#pragma warning restore CA1032
{
    /// <summary>Outcome to report.</summary>
    public AttemptOutcome Outcome { get; } = outcome;
}
