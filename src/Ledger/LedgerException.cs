namespace Sweep.Ledger;

/// <summary>The ledger cannot do what was asked; the message names the file, what was expected, what was found, and the way out.</summary>
public sealed class LedgerException(string message, bool isInputError = false, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when the user's input is to blame (exit code 2): a file that is not a ledger, an unwritable folder, a newer version,
    /// another sweep of that name. False when something failed (exit code 1).</summary>
    public bool IsInputError { get; } = isInputError;
}

/// <summary>A newer coordinator has claimed the sweep; the caller must stop at once.</summary>
public sealed class CoordinatorFencedException(string sweep, long mine, long current)
    : Exception($"sweep '{sweep}' is coordinated by another process now (its token is {current}, ours {mine})")
{
    /// <summary>Name of the sweep.</summary>
    public string Sweep { get; } = sweep;
}
