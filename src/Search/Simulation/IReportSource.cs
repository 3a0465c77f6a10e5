using Sweep.Contracts;

namespace Sweep.Search.Simulation;

/// <summary>Knows what trials would report. Pure: equal questions have equal answers.</summary>
public interface IReportSource
{
    /// <summary>Epochs of a whole trial, at least 1.</summary>
    /// <exception cref="KeyNotFoundException">The configuration is not known.</exception>
    int EpochsOf(TrialConfig config);

    /// <summary>The lowest loss that there is, without noise; null = not known.</summary>
    double? Optimum { get; }

    /// <summary>The report of an epoch.</summary>
    /// <param name="config">Configuration of the trial.</param>
    /// <param name="trial">Number of the trial, from 0.</param>
    /// <param name="replicate">Number of its seed within the configuration, from 0.</param>
    /// <param name="epoch">1 to <see cref="EpochsOf"/>.</param>
    /// <exception cref="KeyNotFoundException">It is not known.</exception>
    SimulatedReport Report(TrialConfig config, int trial, int replicate, int epoch);
}

/// <summary>What a trial reports after an epoch.</summary>
/// <param name="Loss">Lower is better; NaN or infinite = it diverged.</param>
/// <param name="Truth">The loss without noise, by which a search is judged.</param>
/// <param name="Seconds">How long the epoch took, above 0.</param>
public readonly record struct SimulatedReport(double Loss, double Truth, double Seconds);
