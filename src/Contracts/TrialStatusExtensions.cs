namespace Sweep.Contracts;

/// <summary>Facts about <see cref="TrialStatus"/>.</summary>
public static class TrialStatusExtensions
{
    /// <summary>True for the five statuses that never change again.</summary>
    public static bool IsFinal(this TrialStatus status) => status is not (TrialStatus.Planned or TrialStatus.Running);

    /// <summary>The word stored in the ledger and shown to people, for example <c>completed</c>.</summary>
    public static string Word(this TrialStatus status) => status.ToString().ToLowerInvariant();
}
