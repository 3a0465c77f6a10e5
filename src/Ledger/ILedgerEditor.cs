namespace Sweep.Ledger;

/// <summary>What people do to whole sweeps of a file of this machine. Whoever calls holds the sweep's lock: nobody runs it.</summary>
public interface ILedgerEditor : IAsyncDisposable
{
    /// <summary>Removes a sweep with its trials, attempts, reports and the checkpoints that are kept in the file.</summary>
    /// <exception cref="LedgerException">Input error: there is no sweep of that name.</exception>
    Task Remove(string sweep);

    /// <summary>Gives a sweep another name, and its file's text with the new name in it.</summary>
    /// <exception cref="LedgerException">Input error: there is no such sweep, or the new name is taken.</exception>
    Task Rename(string sweep, string name, string yaml);
}
