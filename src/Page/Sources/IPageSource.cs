using Sweep.Contracts;
using Sweep.Contracts.Rows;
using Sweep.Ledger;
using Sweep.Reports.EarlyStopping;
using Sweep.Search.Spaces;

namespace Sweep.Page.Sources;

/// <summary>What a page asks of the program that serves it: the ledger, and what is no matter of a ledger.</summary>
public interface IPageSource
{
    /// <summary>The ledger's place for people; without a password.</summary>
    string Ledger { get; }

    string Version { get; }

    /// <summary>True when the ledger is that of a cluster.</summary>
    bool IsCluster { get; }

    /// <summary>Opens the ledger for looking; null where there is none yet.</summary>
    /// <exception cref="LedgerException">It cannot be read.</exception>
    ILedgerView? Open();

    /// <summary>A command to type next, on the same ledger.</summary>
    string Hint(string verb);

    /// <summary>State of a sweep in a word, as <c>sweep ls</c> shows it.</summary>
    string StateOf(SweepRow sweep);

    /// <summary>What the file of a sweep says. Nothing that it names is looked for, and no assembly is loaded.</summary>
    SweepFileFacts ReadFile(SweepRow sweep);

    /// <summary>A piece of what a trial wrote, at most 64 KiB; null = there is nothing at that place.</summary>
    /// <param name="trial">A trial that has begun.</param>
    /// <param name="offset">Where the piece begins, in bytes from the beginning.</param>
    /// <exception cref="PageRefusedException">It cannot be had.</exception>
    Task<OutputPart?> ReadOutput(TrialRow trial, bool isError, long offset);

    /// <exception cref="PageRefusedException">No node answers.</exception>
    Task<IReadOnlyList<NodeView>> ListNodes();

    /// <summary>Lets the best model of a trial write.</summary>
    /// <exception cref="PageRefusedException">It cannot.</exception>
    Task<SampleText> Write(TrialRow trial, SampleWish wish, CancellationToken cancel);
}

/// <param name="Length">Tokens after it, 1 to 1,000.</param>
/// <param name="Temperature">0 = always the most probable token.</param>
public sealed record SampleWish(string Prefix, int Length, double Temperature, long Seed);

/// <param name="Warnings">What to know about it, for people.</param>
public sealed record SampleText(string Text, IReadOnlyList<string> Warnings);

/// <summary>Ends a request with a sentence for people.</summary>
/// <param name="status">Status of HTTP: 400, 404, 503.</param>
/// <param name="message">What is wrong, what was expected, and the way out.</param>
public sealed class PageRefusedException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>What was asked for is not there.</summary>
    public static PageRefusedException NotFound(string message) => new(404, message);

    /// <summary>A value is none that is expected.</summary>
    public static PageRefusedException BadInput(string message) => new(400, message);

    /// <summary>It cannot be had now.</summary>
    public static PageRefusedException Unavailable(string message) => new(503, message);
}

/// <summary>What a sweep file says that a page shows.</summary>
public sealed record SweepFileFacts
{
    /// <summary>Why the file can no longer be read; null = it can. Then nothing else is known.</summary>
    public string? Problem { get; init; }

    /// <summary>How configurations are chosen: <c>grid</c>; null when unknown.</summary>
    public string? Method { get; init; }

    /// <summary>Name of the early-stopping rule; null when there is none.</summary>
    public string? Rule { get; init; }

    /// <summary>True when a configuration begins with one seed and earns the others.</summary>
    public bool Races { get; init; }

    /// <summary>True when trained models can write.</summary>
    public bool WritesText { get; init; }

    /// <summary>What there is to choose from, by which axes are scaled; null when unknown.</summary>
    public SearchSpace? Space { get; init; }

    /// <summary>Reads what the early-stopping rule has done; null when there is no rule.</summary>
    public Func<ILedgerView, EarlyStops>? Stops { get; init; }
}
