namespace Sweep.Ledger;

/// <summary>A newer coordinator has claimed the sweep; the caller must stop at once.</summary>
/// <param name="sweep">Name of the sweep.</param>
/// <param name="mine">Token of the caller.</param>
/// <param name="current">Token in the ledger.</param>
public sealed class CoordinatorFencedException(string sweep, long mine, long current)
    : Exception($"sweep '{sweep}' is coordinated by another process now (its token is {current}, ours {mine})")
{
    /// <summary>Name of the sweep.</summary>
    public string Sweep { get; } = sweep;
}
