using System.Text.RegularExpressions;
using Sweep.Contracts;

namespace Sweep.Search.Scheduling;

/// <summary>Tells a sweep in which nothing works (a misspelt flag, a missing package) from one with bad trials: several different trials
/// failed in the same way, and none succeeded. Pure.</summary>
internal sealed partial class CommonFailure
{
    /// <summary>Different trials that fail in the same way before a sweep pauses.</summary>
    public const int Limit = 3;

    private readonly Dictionary<string, HashSet<int>> failed = new(StringComparer.Ordinal);
    private bool hasSucceeded;

    /// <summary>Notes a trial that came to a good end, in this or an earlier life of the sweep.</summary>
    public void NoteSuccess()
    {
        hasSucceeded = true;
        failed.Clear();
    }

    /// <summary>Notes the end of an attempt, and whether it counts as a failure of its trial.</summary>
    /// <returns>Why the sweep is to pause; null when it is not.</returns>
    public string? Note(int trial, TrialEnded ended, bool counts)
    {
        if (hasSucceeded || !counts) return null;
        // Numbers tell trials apart, not failures.
        var likeness = $"{ended.Outcome}: {Varying().Replace(ended.Reason ?? "", "#")}";
        if (!failed.TryGetValue(likeness, out var trials))
        {
            // So many ways to fail are no common one.
            if (failed.Count == 100) return null;
            failed.Add(likeness, trials = []);
        }

        trials.Add(trial);
        var reason = ended.Reason ?? FailureClass.Of(ended.Outcome).Words;
        return trials.Count < Limit ? null : $"the first {trials.Count} trials failed in the same way, and none succeeded: {reason}";
    }

    /// <summary>Numbers, but for those that say what happened.</summary>
    [GeneratedRegex(@"(?<!(code|signal) \d*)\d+(\.\d+)?([eE][-+]?\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Varying();
}
