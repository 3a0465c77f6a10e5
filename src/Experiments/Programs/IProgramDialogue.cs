using Sweep.Contracts;
using Sweep.Experiments.Worker;

namespace Sweep.Experiments.Programs;

/// <summary>How a program talks: in the worker protocol or in plain lines.</summary>
internal interface IProgramDialogue
{
    /// <summary>Takes a line of its standard output.</summary>
    /// <returns>The end of the attempt; null while it goes on.</returns>
    TrialEnded? Hear(string line, ProgramProcess program);

    /// <summary>Nothing was heard for a moment.</summary>
    void Idle();

    /// <summary>The node wants the attempt to end; called again until it has.</summary>
    /// <returns>The end of the attempt; null while the program still may answer.</returns>
    TrialEnded? Stop(ProgramProcess program);

    /// <summary>The program ended by itself.</summary>
    TrialEnded Exited(ProgramProcess program);
}

/// <summary>What the exit code of an external program means.</summary>
internal static class ProgramEnd
{
    private const int NotExecutable = 126;
    private const int NotFound = 127;

    /// <summary>Whoever ends a whole group or unit of processes signals the worker too, which may read it a moment later.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>The failure; null when the program exited with 0.</summary>
    /// <param name="code">Its exit code.</param>
    /// <param name="words">The last thing it said; null = nothing.</param>
    public static TrialEnded? Of(int code, string? words) =>
        Of(code) is { } ended ? ended with { Reason = $"{ended.Reason}{(words is null ? "" : $": {words}")}" } : null;

    private static TrialEnded? Of(int code) => code switch
    {
        0 => null,
        // Shells, env and our guard say so of what they cannot start: the next attempt would find the same.
        NotExecutable => Ended(
            AttemptOutcome.BadInput, "the program exited with code 126: it, or what it starts, cannot be executed; see its permissions"),
        NotFound => Ended(AttemptOutcome.BadInput, "the program exited with code 127: it, or what it starts, was not found on this node"),
        _ when ProcessExit.IsKill(code) =>
            Ended(AttemptOutcome.OutOfMemory, "the program was ended by SIGKILL; most likely the kernel ended it for lack of memory"),
        _ when ProcessExit.Signal(code) is not null => Ended(AttemptOutcome.Crashed, $"the program {ProcessExit.Describe(code)}"),
        _ => Ended(AttemptOutcome.Error, $"the program {ProcessExit.Describe(code)}"),
    };

    /// <summary>True when a program that failed was asked to end: by the node, or with its worker by SIGTERM from outside.</summary>
    public static bool WasAsked(int code, TrialContext trial) =>
        trial.Stop is not null || (ProcessExit.IsTerminate(code) && trial.WaitForStop(Moment));

    private static TrialEnded Ended(AttemptOutcome outcome, string reason) => new() { Outcome = outcome, Reason = reason };
}

/// <summary>What a program prints, for people.</summary>
internal static class ProgramText
{
    private const int LoggedLength = 4096;
    private const int QuotedLength = 200;

    /// <summary>Whatever it prints may explain its end, so it goes where the last lines are kept: of a long line as much as fits.</summary>
    public static void Log(TrialContext trial, string line)
    {
        if (!string.IsNullOrWhiteSpace(line)) trial.Log(Shorten(line, LoggedLength));
    }

    /// <summary>A line within a message.</summary>
    public static string Quote(string line) => Shorten(line, QuotedLength);

    private static string Shorten(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}

/// <summary>Names that a program used where the metric's was expected. Bounded: a program may print as many as it likes.</summary>
internal sealed class SeenKeys
{
    private const int Most = 20;
    private const int LongestName = 100;

    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private bool hasMore;

    public bool IsEmpty => names.Count == 0;

    public void Add(IEnumerable<string> found)
    {
        foreach (var name in found)
        {
            var shown = name.Length <= LongestName ? name : name[..LongestName] + "…";
            if (names.Count < Most) names.Add(shown);
            else hasMore |= !names.Contains(shown);
        }
    }

    public override string ToString() => string.Join(", ", names) + (hasMore ? " and more" : "");
}
