namespace Sweep.Search.Objectives;

/// <summary>One of the metrics that a sweep makes small or large.</summary>
/// <param name="Name">Name of the metric in reports.</param>
/// <param name="Maximize">True when a larger one is better.</param>
public sealed record Objective(string Name, bool Maximize = false)
{
    /// <summary>A value turned so that lower is better; its own inverse.</summary>
    public double Loss(double value) => Maximize ? -value : value;
}
