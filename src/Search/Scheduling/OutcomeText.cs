using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>Outcomes as people read them.</summary>
public static class OutcomeText
{
    /// <summary><c>out of memory</c> for <see cref="AttemptOutcome.OutOfMemory"/>.</summary>
    public static string Of(AttemptOutcome outcome) => FailureClass.Of(outcome).Words;
}
