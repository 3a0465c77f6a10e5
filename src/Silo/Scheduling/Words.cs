using System.Text.RegularExpressions;
using Sweep.Experiments.Contracts;

namespace Sweep.Silo.Scheduling;

/// <summary>Outcomes as people read them.</summary>
public static partial class Words
{
    /// <summary><c>out of memory</c> for <see cref="AttemptOutcome.OutOfMemory"/>.</summary>
    public static string Of(AttemptOutcome outcome) => Capital().Replace(outcome.ToString(), " $0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
