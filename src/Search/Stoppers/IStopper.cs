namespace Sweep.Search.Stoppers;

/// <summary>Decides after each report whether a trial goes on. Pure: it remembers only what it was told.</summary>
public interface IStopper
{
    /// <summary>Value of <c>early_terminate: type</c>; <c>none</c> when the sweep has no such block.</summary>
    string Name { get; }

    /// <summary>Takes note of one report and decides. A repeated (trial, epoch) gives the same answer and changes nothing.</summary>
    /// <param name="trial">Trial number.</param>
    /// <param name="epoch">Epoch of the report, from 1.</param>
    /// <param name="metric">Value of the sweep's metric, lower is better (the caller negates it for <c>goal: maximize</c>).</param>
    /// <returns>null to go on; else the reason to stop, for people.</returns>
    string? Decide(int trial, int epoch, double metric);
}

/// <summary>Lets every trial run to its end.</summary>
public sealed class NoStopper : IStopper
{
    /// <inheritdoc />
    public string Name => "none";

    /// <inheritdoc />
    public string? Decide(int trial, int epoch, double metric) => null;
}
