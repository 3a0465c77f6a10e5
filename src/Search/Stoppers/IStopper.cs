using System.Text.Json.Nodes;
using Sweep.Contracts;

namespace Sweep.Search.Stoppers;

/// <summary>An early-stopping rule. Pure: it knows only what it was told, in the order in which it was told. What the rule may know of
/// other trials comes by <see cref="Note"/>; about a trial it is asked with that trial's own curve, so the caller decides whose reports are
/// visible.</summary>
/// <remarks>Every step costs at most the logarithm of the trials, or moves a block of memory.</remarks>
public interface IStopper
{
    /// <summary>Value of <c>early_terminate: type</c>; <c>none</c> when the sweep has no such block.</summary>
    string Name { get; }

    /// <summary>True when it never looks at a report, so that nobody need keep any.</summary>
    bool IsBlind => false;

    /// <summary>Epochs at which trials are compared and a model may look at them, ascending; empty = it compares all the time, or
    /// never.</summary>
    IReadOnlyList<int> Rungs => [];

    /// <summary>Which trials are compared at which rung, and how many go on; null = it has no rungs.</summary>
    RungLadders? Ladders => null;

    /// <summary>True when a sampler that learns is to look at one rung at a time (<c>bohb</c>).</summary>
    bool ChoosesByRung => false;

    /// <summary>True when it lets trials wait; default false.</summary>
    bool Pauses => false;

    /// <summary>Trials begin with checkpoints of others at multiples of this epoch, so that these have to be kept; null (default) = no
    /// trial does.</summary>
    int? ForksEvery => null;

    /// <summary>A trial was started, with the checkpoint of an epoch; 0 = without one.</summary>
    void Begin(int trial, TrialConfig config, int epoch)
    {
    }

    /// <summary>A report becomes known to the rule. Each (trial, epoch) comes once, epochs of a trial ascending.</summary>
    void Note(int trial, Reading report);

    /// <summary>Decides about a trial after its newest report.</summary>
    /// <param name="own">The trial with all its reports; the newest is last. The rule may have been told of them already or not.</param>
    /// <returns>null to go on.</returns>
    Verdict? Judge(TrialCurve own);

    /// <summary>A trial became final.</summary>
    void End(int trial, TrialStatus status)
    {
    }

    /// <summary>The trial that <see cref="Promote"/> would name now; null = none.</summary>
    int? Promotable => null;

    /// <summary>A paused trial that may go on now; asked when a slot is free, before a new configuration is drawn. Each answer counts
    /// as done.</summary>
    /// <returns>null = none.</returns>
    Promotion? Promote() => null;
}

/// <summary>The metric of one epoch.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Lower is better (negated for <c>goal: maximize</c>); NaN or infinite = diverged.</param>
public readonly record struct Reading(int Epoch, double Loss);

/// <summary>A trial with its reports, in order of their epochs.</summary>
public sealed record TrialCurve(int Trial, TrialConfig Config, IReadOnlyList<Reading> Reports)
{
    /// <summary>The newest report.</summary>
    public Reading Newest => Reports[^1];

    /// <summary>Loss of an epoch; null when there is no report of it.</summary>
    public double? LossAt(int epoch)
    {
        var (low, high) = (0, Reports.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Reports[middle].Epoch < epoch) low = middle + 1;
            else high = middle;
        }

        return low == high && Reports[low].Epoch == epoch ? Reports[low].Loss : null;
    }
}

/// <summary>What a rule says of a trial.</summary>
/// <param name="Reason">One sentence for people, without the trial's name: <c>median: its best value ...</c>.</param>
/// <param name="Evidence">The numbers behind it, for machines; null = none.</param>
public abstract record Verdict(string Reason, JsonObject? Evidence);

/// <summary>It ends, as <c>stopped</c>.</summary>
public sealed record StopVerdict(string Reason, JsonObject? Evidence = null) : Verdict(Reason, Evidence);

/// <summary>It gives its slot back after a checkpoint and waits for a <see cref="Promotion"/>.</summary>
public sealed record PauseVerdict(string Reason, JsonObject? Evidence = null) : Verdict(Reason, Evidence);

/// <summary>It ends, and a new trial takes its place, which begins with another trial's checkpoint.</summary>
/// <param name="Reason">One sentence for people.</param>
/// <param name="Parent">Trial whose checkpoint the new one begins with.</param>
/// <param name="Epoch">Epoch of that checkpoint.</param>
/// <param name="Config">Configuration of the new trial.</param>
/// <param name="Evidence">The numbers behind it.</param>
public sealed record ForkVerdict(string Reason, int Parent, int Epoch, TrialConfig Config, JsonObject? Evidence = null)
    : Verdict(Reason, Evidence);

/// <summary>A paused trial goes on: why, one sentence for people, and the numbers behind it.</summary>
public sealed record Promotion(int Trial, string Reason, JsonObject? Evidence = null)
{
    /// <summary>The trial does not go on itself: it ends, and this one takes its place; null (default) = it goes on.</summary>
    public ForkVerdict? Fork { get; init; }
}

/// <summary>Lets every trial run to its end.</summary>
public sealed class NoStopper : IStopper
{
    /// <inheritdoc />
    public string Name => "none";

    /// <inheritdoc />
    public bool IsBlind => true;

    /// <inheritdoc />
    public void Note(int trial, Reading report)
    {
    }

    /// <inheritdoc />
    public Verdict? Judge(TrialCurve own) => null;
}
