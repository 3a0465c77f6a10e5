namespace Sweep.Search.Stoppers;

/// <summary>Lets every trial run to its end.</summary>
public sealed class NoStopper : IStopper
{
    /// <inheritdoc />
    public string Name => "none";

    /// <inheritdoc />
    public string? Decide(int trial, int epoch, double metric) => null;
}
