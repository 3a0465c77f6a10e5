using Sweep.Contracts;

namespace Sweep.Search.Simulation;

/// <summary>A sweep that ran in virtual time.</summary>
/// <param name="Trials">Its trials by number.</param>
/// <param name="Incumbents">Each time another report had the lowest loss so far, in that order.</param>
/// <param name="Decisions">What its strategy decided, in that order.</param>
/// <param name="Epochs">Epochs trained, all trials together: what it cost.</param>
/// <param name="Seconds">Virtual time from the start to the last end.</param>
/// <param name="BusySeconds">Virtual time of all slots in which a trial trained or was started, paused, stopped.</param>
public sealed record SimulatedSweep(
    IReadOnlyList<SimulatedTrial> Trials, IReadOnlyList<Incumbent> Incumbents, IReadOnlyList<Decision> Decisions, int Epochs,
    double Seconds, double BusySeconds)
{
    /// <summary>The true loss of what looked best when so many epochs were trained, all trials together, less the lowest one; infinite
    /// before the first report.</summary>
    public double RegretAt(int epochs, double optimum) =>
        Incumbents.TakeWhile(incumbent => incumbent.Epochs <= epochs).LastOrDefault() is { } best
            ? best.Truth - optimum
            : double.PositiveInfinity;

    /// <summary>Epochs trained until what looked best had a true loss at or below a limit; null = never.</summary>
    public int? EpochsTo(double limit) => Incumbents.FirstOrDefault(incumbent => incumbent.Truth <= limit)?.Epochs;
}

/// <summary>A trial of a simulated sweep.</summary>
/// <param name="Number">From 0.</param>
/// <param name="Config">Its configuration.</param>
/// <param name="Status">How it ended; running when the budget was spent before.</param>
/// <param name="Epochs">Epochs it trained itself.</param>
/// <param name="Best">Its lowest reported loss; null = none was finite.</param>
/// <param name="End">When it left its slot for the last time, in seconds.</param>
public sealed record SimulatedTrial(int Number, TrialConfig Config, TrialStatus Status, int Epochs, double? Best, double End);

/// <summary>A report with the lowest loss so far.</summary>
/// <param name="Epochs">Epochs trained until then, all trials together, this one included.</param>
/// <param name="Seconds">When, in virtual time.</param>
/// <param name="Trial">Which trial.</param>
/// <param name="Epoch">Which epoch of it.</param>
/// <param name="Loss">What it reported.</param>
/// <param name="Truth">The loss without noise.</param>
public sealed record Incumbent(int Epochs, double Seconds, int Trial, int Epoch, double Loss, double Truth);
