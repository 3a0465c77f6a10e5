namespace Sweep.Client.Diagnosis;

/// <summary>One line of <c>sweep doctor</c>.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="IsProblem">True when it would stop a run.</param>
/// <param name="Found">What was found.</param>
/// <param name="WayOut">What to do about it; empty when there is nothing to do.</param>
public sealed record Finding(string Subject, bool IsProblem, string Found, string WayOut = "")
{
    /// <summary>True when a run goes on, but its results deserve a second look.</summary>
    public bool IsWarning { get; init; }

    /// <summary>The word for it: <c>ok</c>, <c>warning</c> or <c>problem</c>.</summary>
    public string Status => IsProblem ? "problem" : IsWarning ? "warning" : "ok";

    public static Finding Ok(string subject, string found, string wayOut = "") => new(subject, false, found, wayOut);

    public static Finding Warning(string subject, string found, string wayOut) => new(subject, false, found, wayOut) { IsWarning = true };

    public static Finding Problem(string subject, string found, string wayOut) => new(subject, true, found, wayOut);
}
