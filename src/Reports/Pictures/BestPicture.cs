namespace Sweep.Reports.Pictures;

/// <summary>The best value so far over the trials in the order in which they ended.</summary>
/// <param name="Sweep">Name of the sweep.</param>
/// <param name="Metric">The sweep's metric, with its scale.</param>
/// <param name="Maximize">True when a larger metric is better.</param>
/// <param name="Ended">Trials that have ended, those without a value included.</param>
/// <param name="WithValue">Trials of <see cref="Points"/> and those left out of it.</param>
/// <param name="Steps">Where the best changed, the first value included.</param>
/// <param name="Points">Values of single trials, in the order in which they ended.</param>
/// <param name="Notes">What was left out, for people; empty = nothing.</param>
/// <param name="Floor">Lowest value that is possible, the same for all trials; null when unknown.</param>
public sealed record BestPicture(
    string Sweep, PictureAxis Metric, bool Maximize, int Ended, int WithValue, IReadOnlyList<BestStep> Steps,
    IReadOnlyList<BestStep> Points, IReadOnlyList<string> Notes, double? Floor = null);

/// <summary>A trial that ended with a value.</summary>
/// <param name="Place">Its place among all trials that have ended, from 1.</param>
/// <param name="Seconds">Seconds from the start of the first trial to its end.</param>
/// <param name="Trial">Its number.</param>
/// <param name="Value">Its value.</param>
public readonly record struct BestStep(int Place, double Seconds, int Trial, double Value);
