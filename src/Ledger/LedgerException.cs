namespace Sweep.Ledger;

/// <summary>The ledger cannot do what was asked; the message names the file, what was expected, what was found, and the way out.</summary>
/// <param name="message">For people.</param>
/// <param name="isInputError">True when the user's input is to blame (exit code 2), false when something failed (exit code 1).</param>
/// <param name="inner">Cause.</param>
public sealed class LedgerException(string message, bool isInputError = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when the user's input is to blame: a file that is not a ledger, an unwritable folder, a newer version,
    /// another sweep of that name.</summary>
    public bool IsInputError { get; } = isInputError;
}

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
